// `chorus doctor`: looks over an allocation before a job is run in it.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "input_options.hpp"

#include <string>

namespace CLI {
class App;
}

namespace chorus::jobs {

struct DoctorOptions {
  InputOptions input;  ///< the file may be left out
  std::string k = "2:10";
  int restarts = 10;
  std::string output = "results";
  bool json = false;
};

void add_doctor_options(CLI::App& command, DoctorOptions& options);

/// Collective. Prints one line a check. Returns the exit status: 0, or 2 where a problem was found.
[[nodiscard]] int doctor(const comm::Communicator& comm, const DoctorOptions& options);

}  // namespace chorus::jobs
