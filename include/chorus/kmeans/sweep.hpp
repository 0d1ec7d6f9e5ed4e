// The sweep over k and restarts.
#pragma once

#include "chorus/comm/border.hpp"
#include "chorus/comm/communicator.hpp"
#include "chorus/features/clustering.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/kmeans/fit.hpp"
#include "chorus/kmeans/grid_totals.hpp"

#include <functional>
#include <span>
#include <vector>

namespace chorus::kmeans {

/// All fits of a run, in the order (k ascending, restart ascending), not yet seeded.
[[nodiscard]] std::vector<Fit> plan_sweep(std::span<const int> ks, int restarts);

/// Where a sweep stands, for progress and checkpoints.
struct SweepObserver {
  std::function<void()> seeding;  ///< before fits are seeded
  comm::Border after_seeds;       ///< behind every step of a seeding
  std::function<void()> lloyd;    ///< before Lloyd passes
  comm::Border after_pass;        ///< behind every pass
};

/// scikit-learn's tolerance: options.tolerance times the mean variance of the scaled features, in the
/// kernels' units.
[[nodiscard]] double absolute_tolerance(const FitOptions& options, const GridTotals& grid);

/// Collective. Seeds and runs all fits to their end, in groups whose state stays within a budget; a
/// fit that is done already is left alone, one that has labels or centroids goes on from them. Which fits
/// share a group changes no result.
void run_sweep(const comm::Communicator& comm, const features::ScaledRows& rows, const GridTotals& grid,
               const FitOptions& options, std::span<Fit> fits, const SweepObserver& observer);

/// Local. Of fits that have ended, those that another one with as many clusters beats (see best_fit) keep how
/// they ended, and their centroids and counts are dropped. run_sweep does so behind every group.
void drop_beaten(std::span<Fit> fits);

/// Bytes that a fit in progress takes beside its rows' labels: totals, centroids, and what is reduced of
/// them.
[[nodiscard]] std::size_t fit_bytes(std::size_t k, std::size_t width);

/// Those k, ascending, that there are distinct rows enough for: the largest of a sweep may be too large.
/// Local, the same on every rank. Throws AgreedError(kCannotCluster) if the smallest is too large.
[[nodiscard]] std::vector<int> feasible_ks(std::span<const Fit> fits);

/// Of the fits with k clusters, the one with the lowest inertia, then the lowest restart. That inertia is of
/// the labels before the last move of the centroids; the one that is reported comes after it, would take a
/// further pass over the rows for each restart, and may order restarts otherwise that differ in the last
/// digits.
[[nodiscard]] const Fit& best_fit(std::span<const Fit> fits, int k);

/// The best fit of one k, with its clusters numbered by size and every row assigned by the final centroids.
struct FinalFit {
  features::Clustering clustering;  ///< assigning any row with its centroids gives its label
  std::vector<std::int64_t> sums;   ///< k x d: of q over all ranks' rows, under these labels (ClusterTotals)
  int restart = 0;
  int iterations = 0;
  Stop stop = Stop::kRunning;

  [[nodiscard]] int k() const { return static_cast<int>(clustering.clusters()); }
  [[nodiscard]] ClusterTotals totals() const { return {sums, clustering.sizes}; }
};

/// Collective. Assigns every row by the fit's final centroids, numbers the clusters by decreasing size (then
/// by centroid, coordinate by coordinate), and assigns by these numbers, for the lowest number takes a row
/// that lies equally near: again, until the sizes descend.
[[nodiscard]] FinalFit finish_fit(const comm::Communicator& comm, const features::ScaledRows& rows,
                                  const GridTotals& grid, const Fit& fit);

}  // namespace chorus::kmeans
