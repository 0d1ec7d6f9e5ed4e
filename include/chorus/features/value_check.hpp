// What is odd about a feature's values: some that lie beyond any doubt, a grid too coarse for the rest, and
// whether it runs to 1 or to 100. Judged by robust spreads, which the odd values cannot move. The same on any
// number of ranks.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/cleaning.hpp"
#include "chorus/features/moments.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/features/shard_rows.hpp"

#include <cstdint>
#include <vector>

namespace chorus::features {

/// A value is beyond doubt if it lies more than so many spreads from the median.
inline constexpr double kBeyondDoubt = 50;
/// The grid is too coarse if its step is more than so much of a spread.
inline constexpr double kCoarseStep = 1e-3;
/// More values than this share (and than kFewValues) are a feature's tail, and no mistakes.
inline constexpr double kTailShare = 1e-3;
inline constexpr std::int64_t kFewValues = 3;

/// Where the middle of a feature's values lies, and how far they spread.
///
/// The spread is the interquartile range, unless that is 0 or more than kTailShare of the values lie
/// kBeyondDoubt of them from the median, as with instrumentalness, which is near 0 for most songs and near 1
/// for some: then it is the range of the middle 95 in 100 values, divided by 2.9 (so that both are the same
/// for a normal distribution). Where that is 0 too, all but a few values are equal, and the spread is 1e6
/// times the larger of 1 and the median's size, divided by kBeyondDoubt.
struct RobustSpread {
  double median = 0;
  double spread = 0;
};

/// Of the values that are present in the rows used.
struct ValueCheck {
  std::int64_t beyond = 0;  ///< values beyond doubt
  double worst = 0;         ///< if there are any: the one farthest from the median
  RowIndex worst_row = 0;   ///< and its row in the catalogue; the first of equals
  RobustSpread typical;     ///< if there are any, or the step is coarse
  double step = 0;  ///< of the grid, in the feature's units, if it is too coarse for the spread; else 0
  double high = 0;  ///< the smallest of 1, 100 and the maximum that at most one value in 100 exceeds
};

/// Collective. One pass over the shard that sorts all features by the spreads of their values; for those that
/// need it, seven or eight more. Throws AgreedError as reading the shard does.
/// @param moments of the same rows
[[nodiscard]] std::vector<ValueCheck> check_values(const comm::Communicator& comm, const ShardRows& shard,
                                                   const CleaningRules& rules, const Moments& moments,
                                                   const Scaler& scaler);

}  // namespace chorus::features
