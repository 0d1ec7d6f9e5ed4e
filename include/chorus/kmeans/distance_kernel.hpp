// Squared distances of rows to a few points, for seeding. Local; vectorised with a row a lane. A squared
// distance is s = fma(e, e, s) over e = x_j - c_j for j ascending, in float: differences, so that identical
// rows are 0 apart.
//
// A row's weight is ceil(distance * 2^50 / bound): an integer, 0 exactly for distance 0, so that weights add
// exactly.
#pragma once

#include "chorus/features/row_blocks.hpp"

#include <cstddef>
#include <cstdint>

namespace chorus::kmeans {

/// Blocks whose weights are summed in one int64: 64 blocks of 64 rows, each weight at most 2^50.
inline constexpr std::size_t kWeighedBlocks = 64;

/// What turns a squared distance into weight units: 2^50 / bound. @pre bound is a power of two above any
/// distance
struct WeightScale {
  double factor;
  explicit WeightScale(double bound) : factor(0x1p50 / bound) {}
  [[nodiscard]] std::int64_t weight(float distance) const;
};

/// Lowers each row's distance to that of `point` (d coordinates) if that is nearer; returns the sum of the
/// weights after it. count <= kWeighedBlocks blocks; distances has count * kLanes entries.
std::int64_t bring_nearer(const float* blocks, std::size_t count, std::size_t width, const float* point,
                          WeightScale scale, float* distances);

/// For every one of `points` (points x d): what the sum of weights would be if it were added. Adds to
/// sums[points].
void weigh_points(const float* blocks, std::size_t count, std::size_t width, const float* points,
                  std::size_t number, WeightScale scale, const float* distances, std::int64_t* sums);

}  // namespace chorus::kmeans
