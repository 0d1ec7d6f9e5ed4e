// Starts and ends MPI by its C API alone: takes the place of environment_boost.cpp where Boost.MPI cannot be
// built, as for a simulator's MPI.
#include "chorus/comm/environment.hpp"

#include <mpi.h>

#include <algorithm>
#include <array>

namespace chorus::comm {

struct Environment::State {
  State(int& argc, char**& argv) {
    int provided = 0;
    MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided);
  }
  ~State() { MPI_Finalize(); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Environment::Environment(int& argc, char**& argv) : state_(std::make_unique<State>(argc, argv)) {}
Environment::~Environment() = default;

std::string Environment::library_version() {
  std::array<char, MPI_MAX_LIBRARY_VERSION_STRING> text{};
  int length = 0;
  MPI_Get_library_version(text.data(), &length);
  std::string version(text.data(), static_cast<std::size_t>(length));
  return version.substr(0, std::min(version.find(','), version.find('\n')));
}

std::string Environment::host() {
  std::array<char, MPI_MAX_PROCESSOR_NAME> text{};
  int length = 0;
  MPI_Get_processor_name(text.data(), &length);
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace chorus::comm
