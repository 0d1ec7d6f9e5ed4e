// Runs a point of a study on some of the job's ranks, while the others sleep.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/session/phase_clock.hpp"
#include "chorus/study/measurement.hpp"

#include <functional>
#include <string>
#include <vector>

namespace chorus::study {

/// What is measured, ready on the ranks of a point. Both are collective over these.
struct Work {
  std::function<void(session::PhaseClock&)> run;  ///< timed; enters the phases that count
  std::function<std::string()> fingerprint;       ///< of what the last run found; not timed
};

/// Makes the work ready: collective over the ranks that it is given, which live as long as the work. The
/// phases that it enters are reported apart.
using PrepareWork = std::function<Work(const comm::Communicator&, const Point&, session::PhaseClock&)>;

enum class Waiting : std::uint8_t {
  kFromImbalance,  ///< the busiest rank's compute less the mean, which disturbs nothing
  kFromBarriers,   ///< a barrier before every collective tells it exactly, and costs a little
};

/// What is to be done for a point.
struct PointRun {
  Point point;
  int first_repeat = 1;
  int repeats = 1;
  Waiting waiting = Waiting::kFromImbalance;
};

/// Collective over `world`. Prepares once, then runs `repeats` times. `host` is the number of this rank's
/// host. Returns the measurements on rank 0, nothing elsewhere. Throws AgreedError on all ranks if the work
/// does on those that take part.
[[nodiscard]] std::vector<Measurement> measure_point(const comm::Communicator& world, int host,
                                                     const PointRun& run, const PrepareWork& prepare);

}  // namespace chorus::study
