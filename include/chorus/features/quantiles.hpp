// Exact quantiles of the features over all ranks, in bounded memory.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/cleaning.hpp"
#include "chorus/features/quantile_search.hpp"
#include "chorus/features/shard_rows.hpp"

#include <span>
#include <vector>

namespace chorus::features {

/// Collective. For every feature (d) and probability the quantile of the feature's own present values, as
/// QuantileSearch defines it: d x probabilities. Six passes over the shard, more where there are over 64
/// features; no rank holds more than 32 KiB for each of 64 features and twice the probabilities.
/// Throws AgreedError as reading the shard does.
[[nodiscard]] std::vector<std::vector<double>> measure_quantiles(const comm::Communicator& comm,
                                                                 const ShardRows& shard,
                                                                 const CleaningRules& rules,
                                                                 std::span<const double> probabilities);

}  // namespace chorus::features
