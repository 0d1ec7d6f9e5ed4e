// `chorus cluster --dry-run`: what a run of these options would read, write and take.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "cluster_options.hpp"
#include "console.hpp"
#include "job_needs.hpp"

namespace chorus::jobs {

/// Collective. The sizes on which the job's needs depend, but for the songs, which are yet to be counted.
[[nodiscard]] JobShape shape_of(const comm::Communicator& comm, const ClusterOptions& options);

/// Collective, after check_early. Looks into the results folder as the run would, counts the songs, and says
/// what the run would do. Writes nothing. Throws AgreedError as the run would.
void say_dry_run(const comm::Communicator& comm, const ClusterOptions& options, const Console& console);

}  // namespace chorus::jobs
