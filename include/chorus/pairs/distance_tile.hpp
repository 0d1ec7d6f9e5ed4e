// The kernel of the all-pairs engine: distances between a block of sampled rows, one a lane, and a block of
// data rows. Local, dispatched at run time, the same bits for every target.
#pragma once

#include "chorus/core/exact_sum.hpp"
#include "chorus/features/row_blocks.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

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

/// The rows of a data block in order of their label: what adding by label needs, made once for a data block
/// and used for every sampled block that meets it.
struct LabelRuns {
  /// Rows order[begin..end) have label `cluster`.
  struct Run {
    std::uint16_t cluster, begin, end;
  };
  std::vector<std::uint8_t> order;  ///< lanes of the block
  std::vector<Run> runs;

  /// @param labels rows of them, at most kLanes
  void sort(std::span<const std::uint16_t> labels);
};

/// totals[cluster][s] += tile[r][s] for every row r of a run of that cluster: one vector addition a data row,
/// since a data row's label is the same for all lanes. @param totals clusters x kLanes, aligned
void add_runs(const Tile& tile, const LabelRuns& runs, std::int64_t* totals);

}  // namespace chorus::pairs
