#include "chorus/doctor/network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <span>

namespace chorus::doctor {
namespace {

constexpr int kTag = 7101;
constexpr int kRoundTrips = 100;
constexpr int kTransfers = 4;
constexpr std::size_t kTransfer = std::size_t{4} << 20U;
constexpr int kAllreduces = 101;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double wall_clock() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

template <class T>
std::span<std::byte> bytes_of(T& value) {
  return std::as_writable_bytes(std::span<T>(&value, 1));
}

/// The other end: answers with its clock, then returns every transfer.
void answer(const comm::Communicator& comm) {
  double clock = 0;
  for (int i = 0; i < kRoundTrips; ++i) {
    comm.receive_bytes(bytes_of(clock), 0, kTag);
    clock = wall_clock();
    comm.send_bytes(bytes_of(clock), 0, kTag);
  }
  std::vector<std::byte> block(kTransfer);
  for (int i = 0; i < kTransfers; ++i) {
    comm.receive_bytes(block, 0, kTag);
    comm.send_bytes(block, 0, kTag);
  }
}

Link measure(const comm::Communicator& comm, int rank) {
  Link link;
  link.rank = rank;
  double fastest = std::numeric_limits<double>::infinity();
  for (int i = 0; i < kRoundTrips; ++i) {
    const double start = now();
    const double clock_then = wall_clock();
    double other = 0;
    comm.send_bytes(bytes_of(other), rank, kTag);
    comm.receive_bytes(bytes_of(other), rank, kTag);
    const double took = now() - start;
    if (took >= fastest) continue;
    fastest = took;
    link.skew = other - (clock_then + took / 2);
  }
  link.latency = fastest / 2;
  std::vector<std::byte> block(kTransfer);
  fastest = std::numeric_limits<double>::infinity();
  for (int i = 0; i < kTransfers; ++i) {
    const double start = now();
    comm.send_bytes(block, rank, kTag);
    comm.receive_bytes(block, rank, kTag);
    fastest = std::min(fastest, now() - start);
  }
  link.bandwidth = 2 * static_cast<double>(kTransfer) / fastest;
  return link;
}

struct Numbers {
  double latency, bandwidth, skew;
};

}  // namespace

NetworkTimes measure_network(const comm::Communicator& comm, const std::vector<RankFacts>& facts) {
  NetworkTimes times;
  if (comm.size() == 1) return times;
  const std::vector<HostRanks> hosts = by_host(facts);
  times.between_hosts = hosts.size() > 1;
  std::vector<int> partners;
  for (std::size_t h = 1; h < hosts.size(); ++h) partners.push_back(hosts[h].ranks[0]);
  if (partners.empty()) partners.push_back(1);
  for (const int partner : partners) {
    Link link;
    if (comm.is_root()) link = measure(comm, partner);
    if (comm.rank() == partner) answer(comm);
    Numbers numbers{link.latency, link.bandwidth, link.skew};
    comm.broadcast(std::span<Numbers>(&numbers, 1), 0);
    times.links.push_back({facts[static_cast<std::size_t>(partner)].host, partner, numbers.latency,
                           numbers.bandwidth, numbers.skew});
  }
  std::array<double, kAllreduces> seconds{};
  for (double& one : seconds) {
    const double start = now();
    static_cast<void>(comm.sum_of<std::int64_t>(1));
    one = now() - start;
  }
  const auto middle = seconds.begin() + kAllreduces / 2;
  std::nth_element(seconds.begin(), middle, seconds.end());
  times.allreduce = comm.max_of(*middle);
  return times;
}

Finding check_network(const NetworkTimes& times) {
  if (times.links.empty()) return {Verdict::kOk, "network", "one rank needs none", ""};
  // What counts is the farthest host: every pass waits for the last rank.
  const Link& slow = *std::max_element(times.links.begin(), times.links.end(),
                                       [](const Link& a, const Link& b) { return a.latency < b.latency; });
  const Link& narrow =
      *std::min_element(times.links.begin(), times.links.end(),
                        [](const Link& a, const Link& b) { return a.bandwidth < b.bandwidth; });
  const std::string text =
      fmt::format("latency {:.1f} us{}, bandwidth {:.2f} GB/s{}, allreduce {:.1f} us", slow.latency * 1e6,
                  times.between_hosts ? " to " + slow.host : "", narrow.bandwidth / 1e9,
                  times.between_hosts ? " to " + narrow.host : "", times.allreduce * 1e6);
  constexpr double kSlow = 20e-6;
  constexpr double kNarrow = 1e9;
  if (times.between_hosts && (slow.latency > kSlow || narrow.bandwidth < kNarrow)) {
    return {Verdict::kWarning, "network", text,
            "this is Ethernet's pace: if the cluster has a faster network, choose it (for OpenMPI: --mca pml "
            "ucx)"};
  }
  if (!times.between_hosts && slow.latency > kSlow) {
    return {Verdict::kWarning, "network", text,
            "slow for one host: ranks share cores, or shared memory is not used"};
  }
  return {Verdict::kOk, "network", text, ""};
}

Finding check_clocks(const NetworkTimes& times) {
  if (!times.between_hosts) return {Verdict::kOk, "clocks", "one host", ""};
  const Link& worst =
      *std::max_element(times.links.begin(), times.links.end(),
                        [](const Link& a, const Link& b) { return std::abs(a.skew) < std::abs(b.skew); });
  const double skew = std::abs(worst.skew);
  const std::string text =
      skew < 1 ? fmt::format("within {:.2g} ms of each other's", std::max(skew, worst.latency) * 1e3)
               : fmt::format("{} is {:.1f} s {}", worst.host, skew, worst.skew > 0 ? "ahead" : "behind");
  if (skew > 300) {
    return {Verdict::kProblem, "clocks", text, "Slurm refuses such a host: have its clock set (chrony, ntp)"};
  }
  if (skew > 1) {
    return {Verdict::kWarning, "clocks", text,
            "times of files and logs cannot be compared: have the clock set (chrony, ntp)"};
  }
  return {Verdict::kOk, "clocks", text, ""};
}

}  // namespace chorus::doctor
