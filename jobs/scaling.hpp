// `chorus scaling`: how the time of this job falls with ranks, here, on these songs.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "scaling_options.hpp"

namespace chorus::jobs {

/// Collective. `command` holds the options as they were given, for jobs that are submitted.
void measure_scaling(const comm::Communicator& comm, const ScalingOptions& options, const CLI::App& command);

}  // namespace chorus::jobs
