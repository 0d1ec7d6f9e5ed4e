// Where fits start.
#pragma once

#include "chorus/comm/border.hpp"
#include "chorus/comm/communicator.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/kmeans/fit.hpp"
#include "chorus/kmeans/grid_totals.hpp"

#include <span>
#include <vector>

namespace chorus::kmeans {

// `border` is met after each step of a seeding. A fit whose seeding is not finished has other than k
// centroids.

/// Collective. Sets the centroids of every fit in `fits` by greedy k-means++ (Arthur and Vassilvitskii 2007,
/// with 2 + floor(ln k) trials a step, as scikit-learn): fits advance together, so that each step costs one
/// collective of each kind for all of them. Keeps 4 bytes a row and fit. A fit with more clusters than
/// there are distinct rows is given up (Stop::kTooFewRows).
void seed_plus_plus(const comm::Communicator& comm, const features::ScaledRows& rows, const GridTotals& grid,
                    std::uint64_t seed, std::span<Fit*> fits, const comm::Border& border = {});

/// Collective. k distinct rows of the catalogue, all equally likely (rows may still be identical).
void seed_random(const comm::Communicator& comm, const features::ScaledRows& rows, std::uint64_t seed,
                 std::span<Fit*> fits, const comm::Border& border = {});

/// Collective. k-means|| (Bahmani et al. 2012): five rounds that take about 2k rows each (12,288 at most: all
/// must fit kMaxClusters), weighted by the rows nearest to them and reduced to k by weighted greedy
/// k-means++, whose sums the ranks share. Gives up as seed_plus_plus does.
void seed_parallel(const comm::Communicator& comm, const features::ScaledRows& rows, const GridTotals& grid,
                   std::uint64_t seed, std::span<Fit*> fits, const comm::Border& border = {});

/// Collective. Seeds `fits` as `options` say, in groups whose per-row state stays within a budget.
void seed_fits(const comm::Communicator& comm, const features::ScaledRows& rows, const GridTotals& grid,
               const FitOptions& options, std::span<Fit*> fits, const comm::Border& border = {});

/// 2 + floor(ln k), from a table of powers of e: the C library's log differs between machines.
[[nodiscard]] int greedy_trials(int k);

}  // namespace chorus::kmeans
