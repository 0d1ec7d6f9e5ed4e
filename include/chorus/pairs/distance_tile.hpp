// The kernel of the all-pairs engine: distances between a block of sampled rows, one a lane, and a block of
// data rows. Local, dispatched at run time, the same bits for every target.
#pragma once

#include "chorus/core/exact_sum.hpp"
#include "chorus/features/row_blocks.hpp"

#include <cstddef>
#include <cstdint>

namespace chorus::pairs {

/// Distances in units of bound * 2^-24, where bound is a power of two above any distance: 64 of them add
/// exactly in an int32, and the rounding (at most half a unit) is far below what float loses in squaring.
struct DistanceUnits {
  float factor;  ///< 2^24 / bound
  double unit;   ///< bound * 2^-24
  /// @param squared_bound a power of two above any squared distance
  explicit DistanceUnits(double squared_bound);
};

/// A tile: units of distance of kLanes data rows (first index) to kLanes sampled rows (second).
using Tile = std::int32_t[features::kLanes][features::kLanes];

/// tile[r][s] = rint(sqrt(squared distance of data row r to sampled row s) * units.factor), for r < rows.
/// The squared distance is fma(e, e, sum) over e = s_j - r_j for j ascending, in float.
/// @param sampled, data blocks of the RowBlocks layout, width x kLanes
/// @param tile aligned to 64 bytes
void measure_tile(const float* sampled, const float* data, std::size_t rows, std::size_t width,
                  DistanceUnits units, Tile& tile);

/// by_cluster[label[r]][s] += tile[r][s] for r < rows: one vector addition a data row, since a data row's
/// label is the same for all lanes. @param by_cluster k x kLanes, aligned; @pre no more than 64 rows between
/// two drains
void add_by_label(const Tile& tile, std::size_t rows, const std::uint16_t* labels, std::int32_t* by_cluster);

/// totals[i] += by_cluster[i], by_cluster[i] = 0 for `count` entries, a multiple of kLanes.
void drain(std::int32_t* by_cluster, std::size_t count, std::int64_t* totals);

}  // namespace chorus::pairs
