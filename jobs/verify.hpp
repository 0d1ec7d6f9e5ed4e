// `chorus verify`: whether finished results are whole, and what their run wrote.
#pragma once

#include "chorus/comm/communicator.hpp"

#include <string>

namespace CLI {
class App;
}

namespace chorus::jobs {

struct VerifyOptions {
  std::string results;
  std::string input;    ///< empty: where the run had it
  std::string source;   ///< empty: as the run was told
  std::string scratch;  ///< empty: as ScratchFolder chooses
  bool quiet = false;
};

void add_verify_options(CLI::App& command, VerifyOptions& options);

/// Collective. Changes nothing in the folder. Throws AgreedError: kInput for results that are damaged, not
/// finished, or in use; kIo.
void verify(comm::Communicator& comm, const VerifyOptions& options);

}  // namespace chorus::jobs
