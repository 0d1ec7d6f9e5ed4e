// What messages cost here, and how far the hosts' clocks are apart: measured by ping-pong between rank 0 and
// one rank of every other host (on one host, between ranks 0 and 1), and by allreduces over all ranks.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/doctor/finding.hpp"
#include "chorus/doctor/rank_facts.hpp"

#include <string>
#include <vector>

namespace chorus::doctor {

/// Between rank 0 and another rank. Seconds, bytes a second.
struct Link {
  std::string host;
  int rank = 0;
  double latency = 0;    ///< half of the fastest round trip of 8 bytes
  double bandwidth = 0;  ///< one way, of 4 MiB
  double skew = 0;       ///< the other clock minus rank 0's, known within half of the fastest round trip
};

struct NetworkTimes {
  std::vector<Link> links;  ///< empty with one rank; the same on every rank
  double allreduce = 0;     ///< median seconds of an allreduce of 8 bytes over all ranks
  bool between_hosts = false;
};

/// Collective. `facts` of all ranks. Takes some milliseconds a host.
[[nodiscard]] NetworkTimes measure_network(const comm::Communicator& comm,
                                           const std::vector<RankFacts>& facts);

/// Local. Latency and bandwidth; a warning where they are those of slow networks.
[[nodiscard]] Finding check_network(const NetworkTimes& times);
/// Local. A warning above 1 s, a problem above 5 minutes (where Slurm's munge refuses credentials).
[[nodiscard]] Finding check_clocks(const NetworkTimes& times);

}  // namespace chorus::doctor
