// Starts and ends MPI, in environment_boost.cpp: the only file that knows Boost.MPI, and which a build
// against another MPI replaces.
#pragma once

#include <memory>
#include <string>

namespace chorus::comm {

/// Initializes MPI on construction and finalizes it on destruction. One per process, in main, before anything
/// else that communicates. The calling thread is the only one that may call MPI.
class Environment {
 public:
  Environment(int& argc, char**& argv);
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  /// The MPI library's own name and version, in one line.
  [[nodiscard]] static std::string library_version();
  /// The host this rank runs on, as MPI names it.
  [[nodiscard]] static std::string host();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chorus::comm
