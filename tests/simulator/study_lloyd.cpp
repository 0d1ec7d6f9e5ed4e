#include "chorus/kmeans/lloyd.hpp"
#include "chorus/kmeans/seeding.hpp"
#include "chorus/kmeans/sweep.hpp"
#include "study.hpp"

#include <fmt/format.h>
#include <mpi.h>

#include <array>
#include <cstdio>

namespace chorus::simulator {

Cost cost_of(const comm::Communicator& comm, const std::function<void()>& step) {
  comm.barrier();
  const comm::Traffic before = comm.traffic();
  const double start = MPI_Wtime();
  step();
  Cost cost;
  cost.seconds = MPI_Wtime() - start;
  cost.traffic.bytes = comm.traffic().bytes - before.bytes;
  cost.traffic.calls = comm.traffic().calls - before.calls;
  cost.seconds = comm.max_of(cost.seconds);
  return cost;
}

void study_lloyd(const comm::Communicator& comm, const Songs& songs, const Rates& rates, const Point& point,
                 int k, int passes) {
  const std::array<int, 1> ks = {k};
  std::vector<kmeans::Fit> fits = kmeans::plan_sweep(ks, 1);
  std::array<kmeans::Fit*, 1> running = {&fits[0]};
  kmeans::seed_random(comm, songs.rows, 0, running);
  Charges charges(rates, point.rows, songs.rows.blocks.width(), fits);
  // From the end of the first pass, in which every row is moved, to the end of the last.
  struct Moment {
    double clock;
    double compute;
    comm::Traffic traffic;
  };
  std::vector<Moment> ends;
  kmeans::run_lloyd(comm, songs.rows, songs.grid, 0, passes + 1, running,
                    {{}, [&](const comm::Requests&) {
                       charges.pass();
                       ends.push_back({MPI_Wtime(), charges.seconds(), comm.traffic()});
                     }});
  const Moment& first = ends.front();
  const Moment& last = ends.back();
  const auto done = static_cast<double>(ends.size() - 1);
  const double seconds = comm.max_of(last.clock - first.clock);
  if (!comm.is_root()) return;
  fmt::print(
      "{{\"study\": \"lloyd\", \"curve\": \"{}\", \"ranks\": {}, \"rows\": {:.0f}, \"k\": {}, \"passes\": "
      "{}, "
      "\"seconds\": {:.9f}, \"compute\": {:.9f}, \"bytes\": {:.0f}, \"calls\": {:.1f}}}\n",
      point.curve, comm.size(), point.rows, k, done, seconds / done, (last.compute - first.compute) / done,
      static_cast<double>(last.traffic.bytes - first.traffic.bytes) / done,
      static_cast<double>(last.traffic.calls - first.traffic.calls) / done);
  std::fflush(stdout);  // a line a study, so that a simulation that is cut short leaves what it has
}

}  // namespace chorus::simulator
