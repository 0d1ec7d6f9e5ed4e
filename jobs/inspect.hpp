// `chorus inspect`: the exploration that a notebook starts with.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "input_options.hpp"

#include <string>

namespace CLI {
class App;
}

namespace chorus::jobs {

struct InspectOptions {
  InputOptions input;
  std::string output;   ///< also write the JSON there
  std::string scratch;  ///< empty: as ScratchFolder chooses
  std::string id = "auto";
  bool json = false;
  bool overwrite = false;
  bool quiet = false;
  std::string config;  ///< the file that --config names
  /// Text in a feature column is what an inspection is for: it is counted.
  InspectOptions() { input.non_numeric = "missing"; }
};

void add_inspect_options(CLI::App& command, InspectOptions& options);

/// Collective.
void inspect(comm::Communicator& comm, const InspectOptions& options);

}  // namespace chorus::jobs
