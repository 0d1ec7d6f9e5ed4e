// `chorus inspect`: the exploration that a notebook starts with.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "input_options.hpp"

#include <CLI/CLI.hpp>

namespace chorus::jobs {

struct InspectOptions {
  InputOptions input;
  bool json = false;
};

void add_inspect_options(CLI::App& command, InspectOptions& options);

/// Collective.
void inspect(comm::Communicator& comm, const InspectOptions& options);

}  // namespace chorus::jobs
