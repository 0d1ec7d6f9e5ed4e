// Standardizing: from original units to the space in which distances are measured, rounded once to a grid on
// which sums are exact.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/cleaning.hpp"
#include "chorus/features/moments.hpp"
#include "chorus/features/row_blocks.hpp"
#include "chorus/features/shard_rows.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::features {

enum class Scaling : std::uint8_t {
  kStandard,  ///< (value - mean) / standard deviation
  kMinMax,    ///< (value - minimum) / range
  kNone,      ///< the value itself
};
[[nodiscard]] std::string_view scaling_name(Scaling scaling);
/// Where a score was measured, in words: "standardized features", ...
[[nodiscard]] std::string_view space_name(Scaling scaling);

/// The way from a value to the float that kernels see. In every scaling the mean is subtracted first
/// (distances do not change, precision gains): centred = (value - mean) / scale / space_unit, then rounded to
/// a multiple of step = 2^e with at most 2^23 steps. Feature by feature; d = features.
struct Scaler {
  Scaling scaling = Scaling::kStandard;
  std::vector<double> mean;    ///< d
  std::vector<double> scale;   ///< d: deviation, range or 1; 0 for a constant feature, which becomes zeros
  std::vector<double> offset;  ///< d: what centring took away, in the space: (mean - shift) / scale
  std::vector<double> step;    ///< d: powers of two, in units of space_unit
  std::vector<double> extent;  ///< d: bound on |centred|
  /// A power of two by which the whole space is divided so that floats hold it; 1 unless --scaling none meets
  /// huge or tiny values. Distances in the kernels' units times space_unit are distances in the space.
  double space_unit = 1;

  [[nodiscard]] std::size_t width() const { return mean.size(); }
  /// The kernels' coordinate of a value, on the grid.
  [[nodiscard]] float snap(std::size_t feature, double value) const;
  /// Unrounded: the same in double, in the kernels' units.
  [[nodiscard]] double centred(std::size_t feature, double value) const;
  /// A kernels' coordinate (of a centroid, say) in the scaled space, and in original units.
  [[nodiscard]] double to_space(std::size_t feature, double coordinate) const;
  [[nodiscard]] double to_original(std::size_t feature, double coordinate) const;
  /// A squared distance in the kernels' units in the space's; not a number where a double cannot hold it.
  [[nodiscard]] double square_in_space(double square) const;
  /// A coordinate in the scaled space as a kernels' coordinate.
  [[nodiscard]] double from_space(std::size_t feature, double coordinate) const;
};

/// Local, from equal moments on every rank. `warnings` receives a line for each constant feature.
/// (Whether a step is too coarse is for features/value_check.hpp to say.)
[[nodiscard]] Scaler make_scaler(const Moments& moments, Scaling scaling,
                                 const std::vector<std::string>& names, std::vector<std::string>& warnings);

/// A rank's rows that are used, scaled.
struct ScaledRows {
  RowBlocks blocks;                ///< n_used x d
  RowRange range;                  ///< the shard in the catalogue
  std::vector<RowIndex> not_used;  ///< rows of the shard that were dropped, ascending, from the shard's begin
  std::vector<bool> filled;        ///< n_used: rows that got a mean in a value's place; empty if none can
  RowIndex total = 0;              ///< rows used on all ranks

  /// The catalogue's row of the i-th row used here.
  [[nodiscard]] RowIndex row_of(RowIndex i) const;
};

/// Collective.
[[nodiscard]] ScaledRows scale_rows(const comm::Communicator& comm, const ShardRows& shard,
                                    const CleaningRules& rules, const Scaler& scaler, const Moments& moments);

}  // namespace chorus::features
