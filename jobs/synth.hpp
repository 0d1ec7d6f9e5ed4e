// `chorus synth`: a synthetic catalogue of any size.
#pragma once

#include "chorus/comm/communicator.hpp"

#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace chorus::jobs {

struct SynthOptions {
  std::int64_t songs = 0;
  std::uint64_t seed = 1;
  std::string output;
  bool overwrite = false;
  bool quiet = false;
  std::string config;  ///< the file that --config names
};

void add_synth_options(CLI::App& command, SynthOptions& options);

/// Collective.
void synthesize(comm::Communicator& comm, const SynthOptions& options);

}  // namespace chorus::jobs
