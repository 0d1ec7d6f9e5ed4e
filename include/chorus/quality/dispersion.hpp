// Davies-Bouldin, Calinski-Harabasz and inertia, with scikit-learn's definitions, from exact sums over all
// rows.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/clustering.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace chorus::quality {

/// What a score is where it is not defined: not a number, so that it is no best one.
inline constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

/// Local. Whether Davies-Bouldin, Calinski-Harabasz and silhouette are defined, as scikit-learn has it: for
/// at least two clusters that are not empty, and fewer than there are rows.
[[nodiscard]] bool has_scores(std::span<const std::int64_t> sizes);

/// How rows lie about the points of their clusters; the same on every rank. k clusters; noise counts for
/// nothing.
struct Scatter {
  /// Sum of squared distances to the own centroid, kernels' units; kUndefined for a method without centroids.
  double inertia = 0;
  std::vector<double> mean_distance;  ///< k: mean distance to the own cluster's mean; 0 for an empty cluster
};

/// Collective. One pass over the rows.
/// @param means k x d, of the clusters' rows
/// @param distance_bound a power of two above any squared distance of a row to a centroid or mean
[[nodiscard]] Scatter measure_scatter(const comm::Communicator& comm, const features::ScaledRows& rows,
                                      const features::Clustering& clustering, std::span<const float> means,
                                      double distance_bound);

/// Local. The mean over clusters of the worst ratio (scatter + scatter) / distance of means; empty clusters
/// are left out. 0 for no scatter; kUndefined unless has_scores.
[[nodiscard]] double davies_bouldin(const Scatter& scatter, std::span<const float> means,
                                    std::span<const std::int64_t> sizes);

/// Local. (between / (k - 1)) / (within / (n - k)), with k the clusters that are not empty; 1 (as
/// scikit-learn has it) for within = 0; kUndefined unless has_scores. `within` is about the clusters' means,
/// as the definition has it, and inertia about the centroids: they differ until a fit has converged.
[[nodiscard]] double calinski_harabasz(double total_sum_of_squares, double within_sum_of_squares,
                                       std::span<const std::int64_t> sizes);

}  // namespace chorus::quality
