// `chorus cluster`: groups the songs of a catalogue by how they sound.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/session/watchdog.hpp"
#include "cluster_options.hpp"

#include <optional>
#include <string>

namespace chorus::jobs {

/// Collective. `effective_options` is the text that --config takes back; `watchdog` is started if the options
/// ask for it, and outlives MPI, whose end may hang too. Throws Error or AgreedError.
void cluster(comm::Communicator& comm, const ClusterOptions& options, const std::string& effective_options,
             std::optional<session::Watchdog>& watchdog);

}  // namespace chorus::jobs
