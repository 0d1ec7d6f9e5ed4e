// Moments of the features over all rows used, from exact sums: the same bits on any number of ranks.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/cleaning.hpp"
#include "chorus/features/shard_rows.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace chorus::features {

/// d = features. Variances are population variances, as scikit-learn's StandardScaler has them.
struct Moments {
  RowIndex rows = 0;   ///< of the catalogue
  RowIndex count = 0;  ///< rows used
  std::array<std::int64_t, kAbsences>
      dropped{};  ///< rows not used, by the reason of their first absent value
  std::vector<std::array<std::int64_t, kAbsences>> cells;  ///< d: cells of all rows by absence
  std::vector<std::int64_t> filled;    ///< d: values that the mean takes the place of, in rows used
  std::vector<double> min, max, mean;  ///< d, original units, over rows used
  /// d: a power of two such that |value - mean| <= unit; covariances are kept in these units, so that neither
  /// 1e300 nor 1e-300 leaves the range of a double.
  std::vector<double> unit;
  std::vector<double> covariance;  ///< d x d, of value / unit

  [[nodiscard]] std::size_t width() const { return mean.size(); }
  /// Population standard deviation in original units; exactly 0 for a constant feature.
  [[nodiscard]] double deviation(std::size_t feature) const;
  [[nodiscard]] bool constant(std::size_t feature) const { return min[feature] == max[feature]; }
  /// Pearson's correlation, in [-1, 1]; 0 beside the diagonal where a feature is constant.
  [[nodiscard]] double correlation(std::size_t a, std::size_t b) const;
};

/// Larger values would leave the range of a double when centred values are multiplied.
inline constexpr double kLargestValue = 0x1p1000;

/// Collective. Three passes over the shard: counts and extremes, sums, centred squares and products. Under
/// MissingPolicy::kMean it also sets rules.fill, from the values that are there.
/// Throws AgreedError: kInput for an absent value under kError, kCannotCluster if no row is used or a value
/// lies beyond 2^1000 (1e301).
[[nodiscard]] Moments measure_moments(const comm::Communicator& comm, const ShardRows& shard,
                                      CleaningRules& rules, const std::vector<std::string>& names);

}  // namespace chorus::features
