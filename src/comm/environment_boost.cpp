#include "chorus/comm/environment.hpp"

#include <boost/mpi/environment.hpp>

#include <cstdlib>
#include <string_view>

namespace chorus::comm {
namespace {

std::string_view setting(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return value == nullptr ? std::string_view() : value;
}

/// Whether the launcher says that all ranks are on this host: mpirun, Slurm's srun, or none at all.
bool on_one_host() {
  const std::string_view ranks = setting("OMPI_COMM_WORLD_SIZE");
  if (!ranks.empty()) return ranks == setting("OMPI_COMM_WORLD_LOCAL_SIZE");
  return setting("PMIX_RANK").empty() || setting("SLURM_STEP_NUM_NODES") == "1";
}

/// On one host ranks talk through shared memory, but OpenMPI looks for fast networks first, which takes
/// longer than a small job (0.2 s of 0.4 s in MPI_Init). So it is told not to, unless somebody has chosen.
void skip_the_search_for_networks() {
  constexpr int kKeep = 0;
  if (on_one_host())
    setenv("OMPI_MCA_pml", "ob1", kKeep);  // NOLINT(concurrency-mt-unsafe): before any thread
}

}  // namespace

struct Environment::State {
  State(int& argc, char**& argv)
      : mpi((skip_the_search_for_networks(), argc), argv, boost::mpi::threading::funneled,
            /*abort_on_exception=*/true) {}
  boost::mpi::environment mpi;
};

Environment::Environment(int& argc, char**& argv) : state_(std::make_unique<State>(argc, argv)) {}
Environment::~Environment() = default;

}  // namespace chorus::comm
