// What can be refused before any work: by the header of a CSV or what a catalogue says of itself, sizes, the
// starting centroids, and the names of what will be written.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "cluster_options.hpp"

namespace chorus::jobs {

/// Collective; rank 0 looks. Reads no more of the input than its header. Throws AgreedError:
/// - kInput for features without a column or named twice, for a label column that the input has already, for
///   an --init of another shape, for a CSV of a catalogue that is gone or has another size, for names that
///   the file system does not take, and for an output whose place a folder has;
/// - kCannotCluster for more clusters than the input can hold rows;
/// - as reading the header does.
void check_early(const comm::Communicator& comm, const ClusterOptions& options);

}  // namespace chorus::jobs
