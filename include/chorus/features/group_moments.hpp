// Mean and deviation of every feature inside each group of rows, in original units, from exact sums.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/cleaning.hpp"
#include "chorus/features/clustering.hpp"
#include "chorus/features/moments.hpp"
#include "chorus/features/shard_rows.hpp"

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

/// Collective. Two passes over the shard. The groups are the clusters; noise is in none.
[[nodiscard]] GroupMoments measure_groups(const comm::Communicator& comm, const ShardRows& shard,
                                          const CleaningRules& rules, const Moments& moments,
                                          const Clustering& clustering);

}  // namespace chorus::features
