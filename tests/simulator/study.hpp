// The studies of the simulated (and, for comparison, the native) program. Rank 0 prints lines of JSON.
#pragma once

#include "charges.hpp"
#include "chorus/comm/communicator.hpp"
#include "settings.hpp"
#include "songs.hpp"

#include <functional>
#include <string>

namespace chorus::simulator {

/// A point of a curve: how many rows a rank is charged for.
struct Point {
  std::string curve;  ///< "weak" or "strong"
  double rows = 0;
};

struct Cost {
  double seconds = 0;  ///< from a barrier to the last rank's end
  comm::Traffic traffic;
};
/// Collective. What a step took, and what rank 0 communicated in it.
[[nodiscard]] Cost cost_of(const comm::Communicator& comm, const std::function<void()>& step);

/// Collective. `passes` Lloyd passes of one fit with k clusters.
void study_lloyd(const comm::Communicator& comm, const Songs& songs, const Rates& rates, const Point& point,
                 int k, int passes);

/// Collective. A sweep over k = 2 to 10: seeding, Lloyd, and the quality measures of the best fits.
void study_sweep(const comm::Communicator& comm, const Songs& songs, const Rates& rates, const Point& point,
                 int restarts);

/// Collective. Clusters all songs as `chorus cluster -k K --restarts R` does; prints the fingerprint that it
/// has. No charges.
void show_fingerprint(const comm::Communicator& comm, const Songs& songs, int k, int restarts);

}  // namespace chorus::simulator
