// `chorus report`: makes the report of finished results again.
#pragma once

#include "chorus/comm/communicator.hpp"

#include <string>

namespace CLI {
class App;
}

namespace chorus::jobs {

struct ReportJobOptions {
  std::string results;
  bool figures = false;
  bool quiet = false;
  std::string config;  ///< the file that --config names
};

void add_report_options(CLI::App& command, ReportJobOptions& options);

/// Collective; rank 0 works. Throws AgreedError: kIo if the folder holds no report data, kInput if they are
/// broken.
void make_report(comm::Communicator& comm, const ReportJobOptions& options);

}  // namespace chorus::jobs
