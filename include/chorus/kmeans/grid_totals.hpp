// Exact totals of rows on the grid that features/scaling.hpp rounds them to: the source of centroids and of
// every score that needs no second look at the rows. q = coordinate / step is an integer of at most 2^23.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/types.hpp"
#include "chorus/features/scaling.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace chorus::kmeans {

/// The grid and what all rows together amount to on it; the same on every rank. d = features.
struct GridTotals {
  std::vector<double> step;          ///< d
  std::vector<double> inverse_step;  ///< d
  std::vector<Int128> sum;           ///< d: of q over all rows used
  std::vector<Int128> squares;       ///< d: of q^2
  RowIndex rows = 0;                 ///< used, on all ranks
  /// A power of two above any squared distance between a row and a point within the features' extents.
  double distance_bound = 1;
};

/// Collective.
[[nodiscard]] GridTotals total_rows(const comm::Communicator& comm, const features::ScaledRows& rows,
                                    const features::Scaler& scaler);

/// Totals of q by cluster, over all rows. k clusters, d features.
struct ClusterTotals {
  std::vector<std::int64_t> sum;    ///< k x d
  std::vector<std::int64_t> count;  ///< k
  [[nodiscard]] std::size_t k() const { return count.size(); }
};

/// The mean of cluster c in feature j, rounded once to float. @pre count[c] > 0
[[nodiscard]] float mean_of(const ClusterTotals& totals, const GridTotals& grid, std::size_t cluster,
                            std::size_t feature);

/// k x d: the means of all clusters; of an empty one, its point in `where_empty` (k x d).
[[nodiscard]] std::vector<float> means_of(const ClusterTotals& totals, const GridTotals& grid,
                                          std::span<const float> where_empty);

/// The sum of squared distances of all rows to their own cluster's mean, from totals alone: the sum over
/// features of step^2 (sum of q^2 - sum over clusters of S^2 / n), whose integer parts are exact.
[[nodiscard]] double within_sum_of_squares(const ClusterTotals& totals, const GridTotals& grid);

/// The same about the overall mean: within plus between.
[[nodiscard]] double total_sum_of_squares(const GridTotals& grid);

}  // namespace chorus::kmeans
