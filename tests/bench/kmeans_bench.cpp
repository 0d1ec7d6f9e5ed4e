// The inner loops of a Lloyd pass on one core: the assignment kernel alone, and a whole pass over a rank's
// rows with its totals, at several shares of rows that change cluster. One million rows of ten features, for
// every vector target; names end in the target.
#include "chorus/core/simd.hpp"
#include "chorus/kmeans/row_labels.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cmath>
#include <random>

namespace chorus::kmeans {
namespace {

constexpr RowIndex kRows = 1'000'000;
constexpr std::size_t kWidth = 10;
constexpr double kStep = 0x1p-20;  // of the grid; values stay below 8, so that they are at most 2^23 steps

float on_grid(double value) {
  return static_cast<float>(std::rint(std::clamp(value, -7.9, 7.9) / kStep) * kStep);
}

const features::RowBlocks& rows() {
  static const features::RowBlocks kMade = [] {
    std::mt19937 generator(1);
    std::normal_distribution<double> normal;
    std::vector<double> centres(8 * kWidth);
    for (double& c : centres) c = 1.1 * normal(generator);
    features::RowBlocks made(kRows, kWidth);
    for (RowIndex i = 0; i < kRows; ++i) {
      const std::size_t group = generator() % 8;
      for (std::size_t j = 0; j < kWidth; ++j)
        made.set(i, j, on_grid(centres[group * kWidth + j] + normal(generator)));
    }
    return made;
  }();
  return kMade;
}

GridTotals grid() {
  GridTotals grid;
  grid.step.assign(kWidth, kStep);
  grid.inverse_step.assign(kWidth, 1 / kStep);
  grid.rows = kRows;
  return grid;
}

/// k rows as centroids, each coordinate moved by about `jitter`.
CentroidTable centroids_near_rows(std::size_t k, double jitter) {
  std::mt19937 generator(2);
  std::normal_distribution<double> normal;
  std::vector<float> centroids;
  for (std::size_t c = 0; c < k; ++c) {
    for (std::size_t j = 0; j < kWidth; ++j)
      centroids.push_back(
          static_cast<float>(rows().at(static_cast<RowIndex>(c) * 997, j) / 2 + jitter * normal(generator)));
  }
  return {centroids, kWidth};
}

class Target {
 public:
  explicit Target(const std::string& name) { use_simd_target(name); }
  ~Target() { use_simd_target("auto"); }
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;
};

/// Rows, bytes of features and multiply-adds a second, of `state`'s iterations.
void count_passes(benchmark::State& state, std::size_t k) {
  const auto passes = static_cast<std::int64_t>(state.iterations());
  state.SetItemsProcessed(passes * kRows);
  state.SetBytesProcessed(passes * kRows * static_cast<std::int64_t>(kWidth * sizeof(float)));
  state.counters["FMA/s"] = benchmark::Counter(
      static_cast<double>(passes) * static_cast<double>(kRows) * static_cast<double>(kWidth * k),
      benchmark::Counter::kIsRate);
}

void kernel(benchmark::State& state, std::size_t k, const std::string& target) {
  const Target use(target);
  const CentroidTable table = centroids_near_rows(k, 0);
  const std::size_t blocks = rows().blocks();
  // As in a pass: a few blocks at a time, whose labels stay in the cache.
  constexpr std::size_t kChunk = 16;
  const features::AlignedVector<std::uint8_t> old(blocks * features::kLanes, 0);
  features::AlignedVector<std::uint8_t> labels(kChunk * features::kLanes);
  std::vector<std::uint64_t> changed(kChunk);
  for (auto iteration : state) {
    for (std::size_t first = 0; first < blocks; first += kChunk) {
      assign_blocks(rows().block(first), std::min(kChunk, blocks - first), table,
                    old.data() + first * features::kLanes, labels.data(), changed.data());
      benchmark::DoNotOptimize(labels.data());
    }
  }
  count_passes(state, k);
}

/// Passes that take turns between two near sets of centroids, so that always the same rows move.
void pass(benchmark::State& state, std::size_t k, double jitter, const std::string& target) {
  const Target use(target);
  const GridTotals totals = grid();
  const CentroidTable tables[] = {centroids_near_rows(k, 0), centroids_near_rows(k, jitter)};
  RowLabels labels(rows(), k);
  labels.assign(rows(), tables[0], totals);
  std::size_t turn = 1;
  std::int64_t moved = 0;
  for (auto iteration : state) moved = labels.assign(rows(), tables[turn++ % 2], totals);
  count_passes(state, k);
  state.counters["moved %"] = 100 * static_cast<double>(moved) / static_cast<double>(kRows);
}

void first_pass(benchmark::State& state, std::size_t k, const std::string& target) {
  const Target use(target);
  const GridTotals totals = grid();
  const CentroidTable table = centroids_near_rows(k, 0);
  for (auto iteration : state) {
    state.PauseTiming();
    RowLabels labels(rows(), k);
    state.ResumeTiming();
    benchmark::DoNotOptimize(labels.assign(rows(), table, totals));
  }
  count_passes(state, k);
}

const bool kRegistered = [] {
  for (const std::string& target : simd_targets()) {
    for (const std::size_t k : {2UL, 8UL, 20UL, 64UL, 256UL}) {
      const auto add = [&](const std::string& name, auto measure) {
        benchmark::RegisterBenchmark(fmt::format("{}/k={}/{}", name, k, target).c_str(), measure)
            ->Unit(benchmark::kMillisecond);
      };
      add("kernel", [=](benchmark::State& state) { kernel(state, k, target); });
      add("pass_unmoved", [=](benchmark::State& state) { pass(state, k, 0, target); });
      add("pass_few_moved", [=](benchmark::State& state) { pass(state, k, 1e-3, target); });
      add("pass_many_moved", [=](benchmark::State& state) { pass(state, k, 2e-2, target); });
      add("first_pass", [=](benchmark::State& state) { first_pass(state, k, target); });
    }
  }
  return true;
}();

}  // namespace
}  // namespace chorus::kmeans
