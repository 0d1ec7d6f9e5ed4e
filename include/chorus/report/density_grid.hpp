// Where all songs lie on the map: exact counts on a grid over the first two components, and the mean position
// of each cluster.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/exact_sum.hpp"
#include "chorus/report/report_data.hpp"
#include "chorus/report/row_block.hpp"

#include <vector>

namespace chorus::report {

class DensityGrid {
 public:
  /// @param pc1, pc2 the window; @param largest_score an upper bound on |PC1| and |PC2| over all ranks' rows
  DensityGrid(Interval pc1, Interval pc2, double largest_score, int clusters);
  void add(const RowBlock& block);
  /// Collective. Afterwards every rank holds the totals of all ranks.
  void reduce(const comm::Communicator& comm);
  [[nodiscard]] const MapDensity& density() const { return density_; }
  /// k x 2; not a number for an empty cluster.
  [[nodiscard]] std::vector<std::vector<double>> centroid_scores() const;
  /// Cells along an axis: 128, fewer where all clusters' grids would exceed 2^21 counts, 16 at least.
  [[nodiscard]] static int side_for(int clusters);

 private:
  MapDensity density_;
  ExactScale scale_;
  std::vector<Int128> sums_;        // k x 2
  std::vector<std::int64_t> rows_;  // k
};

}  // namespace chorus::report
