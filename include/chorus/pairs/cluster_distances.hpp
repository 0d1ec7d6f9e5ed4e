// The all-pairs engine: sampled rows travel to every rank, each rank measures them against its own rows, and
// the sums come together again. It knows labels as numbers, nothing of K-Means.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/chosen_rows.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/pairs/distance_tile.hpp"
#include "chorus/pairs/lane_sums.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace chorus::pairs {

/// One labelling of this rank's rows used.
struct Labelling {
  std::size_t clusters = 0;
  std::function<std::size_t(RowIndex)> label;  ///< of the i-th row used here
};

/// Rows that travel together, at most: what a rank holds of others at a time.
inline constexpr std::size_t kTravellers = 2048;
/// What their sums may take, and as much again on their way through the allreduce. Fewer rows travel together
/// where there are many clusters, but always a block of kLanes.
inline constexpr std::size_t kSumBytes = std::size_t{32} << 20U;
/// Local. Rows that travel together where all labellings have so many clusters: a multiple of kLanes.
[[nodiscard]] std::size_t travellers(std::size_t clusters);

/// What came back for one batch of sampled rows; the same on every rank.
struct ClusterDistances {
  RowRange batch;  ///< numbers of the rows among those chosen
  LaneSums sums;   ///< units of distance, by row of the batch and cluster of all labellings
  std::vector<std::uint16_t> labels;  ///< batch x labellings: the sampled rows' own labels
};

/// Collective. For every row of `sample` and every cluster of every labelling, the exact sum of the row's
/// distances to all rows of that cluster (itself included, at 0), in units. Hands the batches to `visit` in
/// order, on every rank. A distance is computed once for all labellings.
void for_each_batch(const comm::Communicator& comm, const features::ScaledRows& rows,
                    const features::ChosenRows& sample, std::span<const Labelling> labellings,
                    DistanceUnits units, const std::function<void(const ClusterDistances&)>& visit);

}  // namespace chorus::pairs
