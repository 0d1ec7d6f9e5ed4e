// Mean and deviation of every feature inside each group of rows, in original units, from exact sums.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/cleaning.hpp"
#include "chorus/features/moments.hpp"
#include "chorus/features/shard_rows.hpp"

#include <functional>
#include <span>
#include <vector>

namespace chorus::features {

/// groups x d.
struct GroupMoments {
  std::vector<std::vector<double>>
      mean;  ///< original units; NaN-free: the catalogue's mean for an empty group
  /// Population, original units: about the group's own mean, on a grid of the group's own extent, so that
  /// nothing outside of the group costs precision. Exactly 0 where all values are equal, and for one row.
  std::vector<std::vector<double>> deviation;
};

/// Collective. Two passes over the shard. `group(i)` is the group of the i-th row used on this rank, `sizes`
/// the groups' sizes over all ranks.
[[nodiscard]] GroupMoments measure_groups(const comm::Communicator& comm, const ShardRows& shard,
                                          const CleaningRules& rules, const Moments& moments,
                                          const std::function<std::size_t(RowIndex)>& group,
                                          std::span<const std::int64_t> sizes);

}  // namespace chorus::features
