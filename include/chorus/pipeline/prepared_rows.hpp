// The rows of a shard as clustering takes them, and what is known of them.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/cleaning.hpp"
#include "chorus/features/moments.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/features/shard_rows.hpp"
#include "chorus/kmeans/grid_totals.hpp"

#include <string>
#include <vector>

namespace chorus::pipeline {

/// n rows used on this rank, d features. All but `rows` is the same on every rank.
struct PreparedRows {
  features::CleaningRules rules;      ///< by which rows were used or dropped
  features::Moments moments;          ///< d, of all rows, original units
  features::Scaler scaler;            ///< d
  features::ScaledRows rows;          ///< n x d, kernels' coordinates
  kmeans::GridTotals grid;            ///< d, of all rows
  std::vector<std::string> warnings;  ///< a line for each feature that is constant
};

/// Collective. Three passes over the shard: mean, deviation, and the scaled rows. Throws AgreedError: as the
/// shard reads; kCannotCluster if no row is left, or a feature has no value; kInput for a missing value where
/// the rules allow none.
/// @param shard rows of all ranks together: RowPartition's range of each; @param names d
[[nodiscard]] PreparedRows prepare_rows(const comm::Communicator& comm, const features::ShardRows& shard,
                                        features::CleaningRules rules, const std::vector<std::string>& names,
                                        features::Scaling scaling = features::Scaling::kStandard);

}  // namespace chorus::pipeline
