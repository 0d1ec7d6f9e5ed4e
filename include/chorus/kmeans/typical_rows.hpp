// The rows nearest to each centroid: a cluster's most typical songs.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/clustering.hpp"

#include <vector>

namespace chorus::kmeans {

struct TypicalRow {
  RowIndex row = 0;     ///< of the catalogue
  float distance2 = 0;  ///< squared distance to the centroid, kernels' units
};

/// Collective. For every cluster its `count` rows nearest to the centroid, nearest first, then by row; fewer
/// in a smaller cluster. @pre the clustering has centroids
[[nodiscard]] std::vector<std::vector<TypicalRow>> find_typical_rows(const comm::Communicator& comm,
                                                                     const features::ScaledRows& rows,
                                                                     const features::Clustering& clustering,
                                                                     std::size_t count);

}  // namespace chorus::kmeans
