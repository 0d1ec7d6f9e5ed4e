// What the vector units and the memory of this machine can do at most: the limits that kernels are compared
// with. Local; one call uses one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace chorus::bench {

/// Lanes of float in a vector of the dispatch target in use.
[[nodiscard]] std::size_t float_lanes();

/// Does `rounds` rounds of independent fused multiply-adds on float vectors held in registers. Returns how
/// many single-lane multiply-adds that was.
double multiply_add(std::int64_t rounds);

/// The same for square roots.
double square_root(std::int64_t rounds);

/// A chain of additions of one cycle each, `rounds` of them: cycles, for the clock rate.
double count_cycles(std::int64_t rounds);

/// The sum of all values, read once in order.
float read_all(std::span<const float> values);

/// to[i] = from[i] + 3 * more[i], as STREAM's triad. Sizes are equal multiples of 64.
void triad(std::span<const float> from, std::span<const float> more, std::span<float> to);

}  // namespace chorus::bench
