// `chorus ingest`: the catalogue alone.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "input_options.hpp"

#include <string>

namespace CLI {
class App;
}

namespace chorus::jobs {

struct IngestJobOptions {
  InputOptions input;
  std::string output;
  bool overwrite = false;
  bool quiet = false;
  std::string config;  ///< the file that --config names
};

void add_ingest_options(CLI::App& command, IngestJobOptions& options);

/// Collective.
void ingest(comm::Communicator& comm, const IngestJobOptions& options);

}  // namespace chorus::jobs
