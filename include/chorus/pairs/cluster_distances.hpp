// The all-pairs engine: sampled rows travel to every rank, each rank measures them against its own rows, and
// the sums come together again.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/chosen_rows.hpp"
#include "chorus/features/clustering.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/pairs/distance_tile.hpp"
#include "chorus/pairs/lane_sums.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace chorus::pairs {

/// Clusterings of the same rows, which are looked at together.
using Clusterings = std::span<const features::Clustering* const>;

/// Rows that travel together, at most: what a rank holds of others at a time.
inline constexpr std::size_t kTravellers = 2048;
/// What their sums may take, and as much again on their way through the allreduce. Fewer rows travel together
/// where there are many clusters, but always a block of kLanes.
inline constexpr std::size_t kSumBytes = std::size_t{32} << 20U;
/// Local. Rows that travel together where all clusterings have so many groups: a multiple of kLanes.
[[nodiscard]] std::size_t travellers(std::size_t clusters);

/// What came back for one batch of sampled rows; the same on every rank.
struct ClusterDistances {
  RowRange batch;  ///< numbers of the rows among those chosen
  LaneSums
      sums;  ///< units of distance, by row of the batch and group of all clusterings, one behind the other
  std::vector<std::uint16_t> labels;  ///< batch x clusterings: the sampled rows' own labels
};

/// Collective. For every row of `sample` and every group of every clustering (Clustering::groups), the exact
/// sum of the row's distances to all rows of that group (itself included, at 0), in units. Hands the batches
/// to `visit` in order, on every rank. A distance is computed once for all clusterings. @pre no more than
/// 65,536 groups each
void for_each_batch(const comm::Communicator& comm, const features::ScaledRows& rows,
                    const features::ChosenRows& sample, Clusterings clusterings, DistanceUnits units,
                    const std::function<void(const ClusterDistances&)>& visit);

}  // namespace chorus::pairs
