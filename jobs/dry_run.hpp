// `chorus cluster --dry-run`: what a run of these options would read, write and take.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/session/checkpoint.hpp"
#include "cluster_options.hpp"
#include "console.hpp"

namespace chorus::jobs {

/// Collective, after check_early. Looks into the results folder as the run would, counts the songs, and says
/// what the run would do. Writes nothing. Throws AgreedError as the run would.
void say_dry_run(const comm::Communicator& comm, const ClusterOptions& options,
                 const session::Identity& identity, const Console& console);

}  // namespace chorus::jobs
