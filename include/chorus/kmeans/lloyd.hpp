// Lloyd passes: assign locally, reduce exact totals, move the centroids.
#pragma once

#include "chorus/comm/border.hpp"
#include "chorus/comm/communicator.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/kmeans/fit.hpp"
#include "chorus/kmeans/grid_totals.hpp"
#include "chorus/kmeans/row_labels.hpp"

#include <span>
#include <vector>

namespace chorus::kmeans {

/// Collective. Runs the fits in `fits` to their end, in step: one pass over the rows serves all of them, and
/// one allreduce adds up all their totals and what ranks ask for at the pass's `border`, which is met with
/// the fits as they stand. A fit that has labels already (`labelled_by`) goes on from there. Keeps
/// ClusterLabels::bytes_per_row(k) bytes a row and fit. `tolerance` is absolute: the sum of squared movements
/// of all centroids at which a fit ends. Throws AgreedError(kCannotCluster) if an empty cluster cannot be
/// refilled.
void run_lloyd(const comm::Communicator& comm, const features::ScaledRows& rows, const GridTotals& grid,
               double tolerance, int max_iterations, std::span<Fit*> fits, const comm::Border& border);

/// Collective. Moves the centroids of empty clusters to the rows that lie farthest from their own centroid,
/// by squared distance descending, then row ascending, never to a cluster's only row. Labels and totals stay.
/// Of equal rows one is taken. Returns the number refilled: 0 if there are no more distinct rows than
/// clusters that have some.
int refill_empty(const comm::Communicator& comm, const features::ScaledRows& rows, const RowLabels& labels,
                 std::span<const std::int64_t> counts, std::span<const float> labelled_by,
                 std::span<float> centroids);

/// Local. Squared distance of a row to a point, as the kernels define it (see kmeans/distance_kernel.hpp).
[[nodiscard]] float squared_distance(const features::RowBlocks& rows, RowIndex row, const float* point);

}  // namespace chorus::kmeans
