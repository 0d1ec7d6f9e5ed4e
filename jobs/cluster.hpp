// `chorus cluster`: groups the songs of a catalogue by how they sound.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "cluster_options.hpp"

namespace chorus::jobs {

/// Collective. `effective_options` is the text that --config takes back. Throws Error or AgreedError.
void cluster(comm::Communicator& comm, const ClusterOptions& options, const std::string& effective_options);

}  // namespace chorus::jobs
