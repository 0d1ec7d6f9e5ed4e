#include "chorus/study/measure.hpp"

#include "chorus/comm/agree.hpp"

#include <algorithm>
#include <chrono>
#include <exception>

namespace chorus::study {
namespace {

/// Costs of the phases that ran between two looks at a clock. PhaseClock adds up, so each repeat has its own.
std::vector<PhaseCost> costs_of(const session::PhaseClock& clock, Waiting waiting, bool counted) {
  std::vector<PhaseCost> costs;
  for (const session::PhaseTotals& phase : clock.totals()) {
    PhaseCost cost;
    cost.name = phase.name;
    cost.counted = counted;
    cost.seconds = phase.max;
    cost.compute = phase.compute;
    cost.io = phase.io;
    cost.waiting = phase.waiting;
    cost.communication = phase.communication;
    if (waiting == Waiting::kFromImbalance) {
      // A rank that computes less than the busiest meets it in a collective: that is where it waits.
      cost.waiting = std::clamp(phase.busiest - phase.compute, 0.0, phase.communication);
      cost.communication -= cost.waiting;
    }
    cost.bytes = phase.bytes;
    cost.calls = phase.calls;
    costs.push_back(std::move(cost));
  }
  return costs;
}

int count_hosts(const comm::Communicator& comm, int host) {
  std::vector<int> hosts = comm.all_gather(host);
  std::sort(hosts.begin(), hosts.end());
  return static_cast<int>(std::unique(hosts.begin(), hosts.end()) - hosts.begin());
}

std::vector<Measurement> run_point(const comm::Communicator& comm, int host, const PointRun& run,
                                   const PrepareWork& prepare) {
  session::PhaseClock preparing(comm);
  const Work work = prepare(comm, run.point, preparing);
  preparing.leave();
  std::vector<PhaseCost> apart = costs_of(preparing, run.waiting, false);
  Measurement measurement{
      run.point.study, comm.size(), count_hosts(comm, host), run.point.rows, 0, 0, "", {}};
  std::vector<Measurement> all;
  for (int i = 0; i < run.repeats; ++i) {
    comm.barrier();
    session::PhaseClock clock(comm);
    work.run(clock);
    clock.leave();
    const double seconds = comm.max_of(clock.elapsed());
    measurement.repeat = run.first_repeat + i;
    measurement.seconds = seconds;
    measurement.phases = std::move(apart);
    apart.clear();
    const std::vector<PhaseCost> costs = costs_of(clock, run.waiting, true);
    measurement.phases.insert(measurement.phases.end(), costs.begin(), costs.end());
    measurement.fingerprint = work.fingerprint();
    all.push_back(measurement);
  }
  return all;
}

}  // namespace

std::vector<Measurement> measure_point(const comm::Communicator& world, int host, const PointRun& run,
                                       const PrepareWork& prepare) {
  std::exception_ptr failure;
  std::vector<Measurement> all;
  if (std::optional<comm::Communicator> comm = world.split(takes_part(run.point, world.rank(), host))) {
    comm->measure_waiting(run.waiting == Waiting::kFromBarriers);
    try {
      all = run_point(*comm, host, run, prepare);
    } catch (const AgreedError&) {  // the same on all that take part; those asleep shall hear of it
      failure = std::current_exception();
    }
  }
  world.rest();
  comm::agree(world, failure);
  if (!world.is_root()) all.clear();
  return all;
}

}  // namespace chorus::study
