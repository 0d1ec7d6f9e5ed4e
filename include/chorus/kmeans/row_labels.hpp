// The labels of one fit on one rank, and the rank's totals by cluster, kept in step with them: a pass touches
// only rows whose label changed.
#pragma once

#include "chorus/core/types.hpp"
#include "chorus/features/clustering.hpp"
#include "chorus/features/row_blocks.hpp"
#include "chorus/kmeans/assign_kernel.hpp"
#include "chorus/kmeans/grid_totals.hpp"
#include "chorus/kmeans/row_mover.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace chorus::kmeans {

/// The most clusters that a label holds.
inline constexpr int kMaxClusters = 65536;

class RowLabels {
 public:
  RowLabels() = default;
  /// @pre 1 <= k <= kMaxClusters
  RowLabels(const features::RowBlocks& rows, std::size_t k);

  /// Local. Labels every row with its nearest centroid (assign_blocks) and brings `totals` up to date.
  /// Returns the number of rows whose label changed; in the first pass, all rows.
  std::int64_t assign(const features::RowBlocks& rows, const CentroidTable& centroids,
                      const GridTotals& grid);

  /// The same for blocks [first, last) alone, so that fits can take turns at rows while these are in the
  /// cache. A pass is parts in ascending order, without gaps, up to the last block.
  std::int64_t assign_part(const features::RowBlocks& rows, std::size_t first, std::size_t last,
                           const CentroidTable& centroids, const GridTotals& grid, RowsIn where);

  [[nodiscard]] std::size_t operator[](RowIndex row) const { return labels_[row]; }
  /// This rank's totals under the current labels.
  [[nodiscard]] ClusterTotals totals() const { return mover_.totals(); }
  /// The labels alone, of which nothing is left here.
  [[nodiscard]] features::ClusterLabels release() { return std::move(labels_); }

 private:
  template <class Label>
  std::int64_t assign_as(std::vector<Label, features::CacheAligned<Label>>& labels,
                         const features::RowBlocks& rows, std::size_t first, std::size_t last,
                         const CentroidTable& centroids, RowsIn where);
  features::ClusterLabels labels_;
  RowMover mover_;
  bool labelled_ = false;  ///< the rows had labels when the pass began
};

}  // namespace chorus::kmeans
