// The K-Means and silhouette code itself, run by a simulator of clusters (SimGrid SMPI) or natively. Each
// rank holds a few real rows, and is charged for as many as the study says: 1,024 ranks fit into one process.
//   chorus_sim lloyd rows=R songs=N k=K passes=P RATES     Lloyd passes over N songs a rank, R of them real
//   chorus_sim sweep rows=R songs=N restarts=10 RATES      k = 2 to 10: seeding, passes, silhouette
//   chorus_sim fingerprint songs=N k=K restarts=R          clusters N real songs; no charges
//   chorus_sim_native rates                                RATES of this machine, as NAME=NUMBER words
#include "chorus/comm/environment.hpp"
#include "chorus/core/error.hpp"
#include "study.hpp"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
  using namespace chorus;  // NOLINT(google-build-using-namespace): a main composes everything
  const comm::Environment environment(argc, argv);
  const comm::Communicator comm = comm::Communicator::world();
  try {
    const simulator::Settings settings(argc, argv);
    if (settings.study() == "lloyd") {
      simulator::study_lloyd(comm, settings);
    } else if (settings.study() == "sweep") {
      simulator::study_sweep(comm, settings);
    } else if (settings.study() == "fingerprint") {
      simulator::show_fingerprint(comm, settings);
    } else if (settings.study() == "rates") {
      simulator::measure_rates(comm);
    } else {
      throw Error(Exit::kInput, describe("unknown study '" + settings.study() + "'", "command line", ""));
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "chorus: error: %s\n", error.what());
    comm.abort(static_cast<int>(Exit::kInput));
  }
}
