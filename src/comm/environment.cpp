// What the environment says of MPI, whoever starts it.
#include "chorus/comm/environment.hpp"

#include <mpi.h>

#include <algorithm>
#include <array>

namespace chorus::comm {

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
