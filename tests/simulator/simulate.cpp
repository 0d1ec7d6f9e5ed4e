// The K-Means and quality code itself, run by a simulator of clusters (SimGrid SMPI) or natively. Few real
// rows are clustered, the same at any number of ranks, and each rank is charged for as many as the study
// says: 1,024 ranks fit into one process.
//   chorus_sim curves [real=4096] [weak=1e6] [strong=102.4e6] [sweeps=1] RATES
//       Lloyd passes with k = 8 and 64 and the sweep over k = 2 to 10: `weak` songs a rank, and `strong` in
//       all
//   chorus_sim fingerprint songs=N k=K restarts=R
//       clusters N real songs; no charges
//   chorus_sim_native rates
//       RATES of this machine, as NAME=NUMBER words
#include "chorus/comm/environment.hpp"
#include "chorus/core/error.hpp"
#include "study.hpp"

#include <cstdio>
#include <exception>

namespace {

using namespace chorus;             // NOLINT(google-build-using-namespace): a main composes everything
using namespace chorus::simulator;  // NOLINT(google-build-using-namespace)

void draw_curves(const comm::Communicator& comm, const Settings& settings) {
  const Rates rates(settings);
  const Songs songs = make_songs(comm, static_cast<RowIndex>(settings.number("real", 4096)));
  const Point weak{"weak", settings.number("weak", 1e6)};
  const Point strong{"strong", settings.number("strong", 102.4e6) / comm.size()};
  constexpr int kPasses = 5;
  for (const int k : {8, 64}) {
    for (const Point& point : {weak, strong}) study_lloyd(comm, songs, rates, point, k, kPasses);
  }
  if (settings.number("sweeps", 1) == 0) return;
  for (const Point& point : {weak, strong}) {
    study_sweep(comm, songs, rates, point, static_cast<int>(settings.number("restarts", 10)));
  }
}

}  // namespace

int main(int argc, char** argv) {
  const comm::Environment environment(argc, argv);
  const comm::Communicator comm = comm::Communicator::world();
  try {
    const Settings settings(argc, argv);
    if (settings.study() == "curves") {
      draw_curves(comm, settings);
    } else if (settings.study() == "fingerprint") {
      const Songs songs = make_songs(comm, static_cast<RowIndex>(settings.number("songs")));
      show_fingerprint(comm, songs, static_cast<int>(settings.number("k")),
                       static_cast<int>(settings.number("restarts")));
    } else if (settings.study() == "rates") {
      measure_rates(comm);
    } else {
      throw Error(Exit::kInput, describe("unknown study '" + settings.study() + "'", "command line", ""));
    }
    return 0;
  } catch (const std::exception& error) {
    if (comm.is_root()) std::fprintf(stderr, "chorus: error: %s\n", error.what());
    comm.abort(static_cast<int>(Exit::kInput));
  }
}
