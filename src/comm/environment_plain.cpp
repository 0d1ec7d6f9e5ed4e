// Starts and ends MPI by its C API alone: takes the place of environment_boost.cpp where Boost.MPI cannot be
// built, as for a simulator's MPI.
#include "chorus/comm/environment.hpp"

#include <mpi.h>

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

}  // namespace chorus::comm
