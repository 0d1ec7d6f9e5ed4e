// The machine's limits with 1 to T threads: memory bandwidth by reading and by the triad, fused multiply-adds
// and square roots a second, the clock. The best of several rounds each. Prints one line of JSON.
#include "chorus/core/simd.hpp"
#include "chorus/features/row_blocks.hpp"
#include "machine_peak.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

namespace {

using namespace chorus;  // NOLINT(google-build-using-namespace): a main composes everything
using Json = nlohmann::ordered_json;
using Buffer = features::AlignedVector<float>;
using Clock = std::chrono::steady_clock;

/// Seconds from when all threads begin `work` to when all have ended: the best of several rounds.
double best_seconds(int threads, int rounds, const std::function<void(std::size_t)>& work) {
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    std::atomic<int> ready{0};
    std::atomic<bool> go{false};
    std::vector<std::thread> team;
    for (int t = 0; t < threads; ++t) {
      team.emplace_back([&, t] {
        ++ready;
        while (!go) std::this_thread::yield();
        work(static_cast<std::size_t>(t));
      });
    }
    while (ready < threads) std::this_thread::yield();
    const auto began = Clock::now();
    go = true;
    for (std::thread& thread : team) thread.join();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - began).count());
  }
  return best;
}

struct Buffers {
  Buffer from, more, to;
};

Json measure(int threads, int rounds, std::size_t values, std::int64_t operations) {
  std::vector<Buffers> buffers(static_cast<std::size_t>(threads));
  // Each thread touches its own memory first.
  static_cast<void>(best_seconds(threads, 1, [&](std::size_t t) {
    buffers[t] = {Buffer(values, 1.0F), Buffer(values, 2.0F), Buffer(values, 0.0F)};
  }));
  const double bytes = static_cast<double>(threads) * static_cast<double>(values) * sizeof(float);
  const double read = best_seconds(threads, rounds, [&](std::size_t t) {
    volatile float sink = bench::read_all(buffers[t].from);
    static_cast<void>(sink);
  });
  const double triad = best_seconds(
      threads, rounds, [&](std::size_t t) { bench::triad(buffers[t].from, buffers[t].more, buffers[t].to); });
  double done = 0;
  const double fma = best_seconds(threads, rounds, [&](std::size_t t) {
    const double mine = bench::multiply_add(operations);
    if (t == 0) done = mine;
  });
  double roots = 0;
  const double root = best_seconds(threads, rounds, [&](std::size_t t) {
    const double mine = bench::square_root(operations / 10);
    if (t == 0) roots = mine;
  });
  double cycles = 0;
  const double clock = best_seconds(threads, rounds, [&](std::size_t t) {
    const double mine = bench::count_cycles(operations);
    if (t == 0) cycles = mine;
  });
  return {{"threads", threads},
          {"read_GBs", bytes / read / 1e9},
          {"triad_GBs", 3 * bytes / triad / 1e9},
          {"fma_G_per_s", threads * done / fma / 1e9},
          {"sqrt_G_per_s", threads * roots / root / 1e9},
          {"GHz", cycles / clock / 1e9},
          {"fma_lanes_per_cycle", done / fma / (cycles / clock)}};
}

}  // namespace

int main(int argc, char** argv) {
  int most = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  int rounds = 7;
  std::size_t megabytes = 256;
  std::string simd = "auto";
  CLI::App app{"Measures the machine's limits"};
  app.add_option("--threads", most, "Threads at most")->check(CLI::PositiveNumber);
  app.add_option("--rounds", rounds, "Rounds of which the best counts")->check(CLI::PositiveNumber);
  app.add_option("--megabytes", megabytes, "Of each of three buffers, a thread")->check(CLI::PositiveNumber);
  app.add_option("--simd", simd, "Dispatch target");
  CLI11_PARSE(app, argc, argv);
  use_simd_target(simd);
  Json out = {{"simd", simd_target()}, {"float_lanes", bench::float_lanes()}, {"limits", Json::array()}};
  for (int threads = 1; threads <= most; threads = threads < most ? std::min(2 * threads, most) : most + 1)
    out["limits"].push_back(measure(threads, rounds, (megabytes << 20U) / sizeof(float), 50'000'000));
  fmt::print("{}\n", out.dump());
}
