// Random numbers with addresses: a draw is a function of (seed, purpose, position), so it does not depend on
// which rank asks, in which order, or how often. The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw:
// "Parallel random numbers: as easy as 1, 2, 3", SC 2011), from Random123.
#pragma once

#include "chorus/core/types.hpp"

#include <array>
#include <cstdint>

namespace chorus {

/// What a draw is for; each purpose is a stream of its own. Values are part of every result: never renumber.
enum class Purpose : std::uint32_t {
  kSeeding = 1,
  kSilhouetteSample = 2,
  kSynthetic = 3,
  kMapSample = 4,
  kScaling = 5,
};

/// 128 random bits for (seed, purpose, a, b). `a` is typically a global row or a step, `b` (below 2^32) a
/// draw number within it.
[[nodiscard]] std::array<std::uint32_t, 4> random_bits(std::uint64_t seed, Purpose purpose, std::uint64_t a,
                                                       std::uint32_t b = 0);

/// The first 64 of those bits.
[[nodiscard]] std::uint64_t random_u64(std::uint64_t seed, Purpose purpose, std::uint64_t a,
                                       std::uint32_t b = 0);

/// Uniform in [0, 1), a multiple of 2^-53.
[[nodiscard]] double random_unit(std::uint64_t seed, Purpose purpose, std::uint64_t a, std::uint32_t b = 0);

/// Uniform integer in [0, total). Uses 128 bits, so the bias is below total / 2^128. @pre total > 0
[[nodiscard]] Int128 random_below(Int128 total, std::uint64_t seed, Purpose purpose, std::uint64_t a,
                                  std::uint32_t b = 0);

}  // namespace chorus
