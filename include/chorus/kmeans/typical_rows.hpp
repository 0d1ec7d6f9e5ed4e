// The rows nearest to each centroid: a cluster's most typical songs.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/kmeans/row_labels.hpp"

#include <span>
#include <vector>

namespace chorus::kmeans {

struct TypicalRow {
  RowIndex row = 0;     ///< of the catalogue
  float distance2 = 0;  ///< squared distance to the centroid, kernels' units
};

/// Collective. For every cluster its `count` rows nearest to the centroid, nearest first, then by row; fewer
/// in a smaller cluster.
[[nodiscard]] std::vector<std::vector<TypicalRow>> find_typical_rows(const comm::Communicator& comm,
                                                                     const features::ScaledRows& rows,
                                                                     const RowLabels& labels,
                                                                     std::span<const float> centroids,
                                                                     std::size_t count);

}  // namespace chorus::kmeans
