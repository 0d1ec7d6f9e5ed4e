#include "chorus/comm/environment.hpp"

#include <boost/mpi/environment.hpp>
#include <mpi.h>

#include <algorithm>
#include <array>

namespace chorus::comm {

struct Environment::State {
  State(int& argc, char**& argv)
      : mpi(argc, argv, boost::mpi::threading::funneled, /*abort_on_exception=*/true) {}
  boost::mpi::environment mpi;
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
  return boost::mpi::environment::processor_name();
}

}  // namespace chorus::comm
