// The passes over a shard that moments are made of: counts and extremes, exact sums, exact centred squares
// and products. Local, except where said.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/types.hpp"
#include "chorus/features/cleaning.hpp"
#include "chorus/features/shard_rows.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace chorus::features {

/// Which values a pass takes.
enum class Take : std::uint8_t {
  kUsedRows,  ///< those of rows without an absent value
  kPresent,   ///< every value that is present, whatever else its row lacks
  kToFill,    ///< those that are present in rows that have at least half of their values
};

/// What one pass counts and bounds. d = features.
struct Census {
  /// Rows by the reason of their first absent value, kPresent for complete ones; then the same for the cells
  /// of each feature; then the cells of each feature that are absent in rows used. Under kToFill a row's
  /// reason is kPresent or kTooFewValues. In one list, so that one reduction adds all.
  std::vector<std::int64_t> counts;
  std::vector<double> min, max;  ///< d: of the values taken; min > max if there is none

  using ByAbsence = std::array<std::int64_t, kAbsences>;
  [[nodiscard]] ByAbsence rows() const;
  [[nodiscard]] ByAbsence cells(std::size_t feature) const;
  [[nodiscard]] std::int64_t filled(std::size_t feature) const;
};
[[nodiscard]] Census take_census(const ShardRows& shard, const CleaningRules& rules, Take take);

/// Collective. The census of all ranks' rows.
[[nodiscard]] Census measure_census(const comm::Communicator& comm, const ShardRows& shard,
                                    const CleaningRules& rules, Take take);

/// Collective. The means of the values that the census of all rows took; NaN where there is none.
[[nodiscard]] std::vector<double> measure_means(const comm::Communicator& comm, const ShardRows& shard,
                                                const CleaningRules& rules, Take take, const Census& census);

/// Exact totals of value * inverse, in units of ExactScale(1).
[[nodiscard]] std::vector<Int128> sum_values(const ShardRows& shard, const CleaningRules& rules, Take take,
                                             std::span<const double> inverse);

/// How a feature's values are centred: (value * scale - mean) * inverse.
struct Centring {
  double scale = 1;
  double mean = 0;
  double inverse = 1;
  [[nodiscard]] double operator()(double value) const { return (value * scale - mean) * inverse; }
};

/// Exact totals of the squares of centred values that are present, d of them, in units of ExactScale(1).
[[nodiscard]] std::vector<Int128> sum_squares(const ShardRows& shard, const CleaningRules& rules,
                                              std::span<const Centring> centring);

/// Exact totals of the products of centred values over the rows used, filled where the rules fill: the upper
/// triangle by rows, in units of ExactScale(1).
[[nodiscard]] std::vector<Int128> sum_products(const ShardRows& shard, const CleaningRules& rules,
                                               std::span<const Centring> centring);

/// The power of two to divide by so that values up to `largest` lie in [-1, 1] ([-2, 2] beyond 2^1023), where
/// its inverse is a normal number.
[[nodiscard]] double unit_for(double largest);

}  // namespace chorus::features
