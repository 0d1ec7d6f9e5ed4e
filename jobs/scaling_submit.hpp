// A scaling study as Slurm jobs: each point has one of its own, so that none waits for the largest.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "console.hpp"
#include "scaling_options.hpp"

#include <string>
#include <vector>

namespace chorus::jobs {

/// Local. A shell script that submits a job a point and one behind them all that collects; `arguments` are
/// those that every point is given, after `chorus scaling`.
[[nodiscard]] std::string submission(const ScalingOptions& options,
                                     const std::vector<std::string>& arguments);

/// Collective, on one rank alone. Writes the script (submit.sh) into the folder of the study and runs it.
/// Throws AgreedError: kInput on several ranks, kIo if sbatch refuses.
void submit_study(const comm::Communicator& comm, const ScalingOptions& options, const CLI::App& command,
                  const Console& console);

}  // namespace chorus::jobs
