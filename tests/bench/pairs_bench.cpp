// The all-pairs engine's kernels on one core: distances of blocks, and their sums by cluster, for one and for
// nine labellings of the rows; names end in the vector target. Data and samples stay in the cache, as they do
// in the engine.
#include "chorus/core/simd.hpp"
#include "chorus/pairs/distance_tile.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <random>

namespace chorus::pairs {
namespace {

using features::kLanes;

constexpr std::size_t kWidth = 10;
constexpr std::size_t kBlocks = 32;  // sampled blocks that every data block is measured against

features::RowBlocks made_blocks(unsigned seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<float> normal;
  features::RowBlocks made(kBlocks * kLanes, kWidth);
  for (RowIndex i = 0; i < made.rows(); ++i) {
    for (std::size_t j = 0; j < kWidth; ++j) made.set(i, j, normal(generator));
  }
  return made;
}

/// @param labellings 0 measures distances alone
void measure(benchmark::State& state, std::size_t k, std::size_t labellings, const std::string& target) {
  use_simd_target(target);
  const features::RowBlocks sampled = made_blocks(1);
  const features::RowBlocks data = made_blocks(2);
  const DistanceUnits units(1024);
  std::vector<std::uint16_t> labels(kLanes * labellings);
  std::mt19937 generator(3);
  for (auto& label : labels) label = static_cast<std::uint16_t>(generator() % k);
  std::vector<LabelRuns> runs(labellings);
  for (std::size_t f = 0; f < labellings; ++f) {
    runs[f].sort(std::span<const std::uint16_t>(labels).subspan(f * kLanes, kLanes));
  }
  features::AlignedVector<std::int64_t> totals(k * labellings * kLanes, 0);
  alignas(64) Tile tile;
  for (auto iteration : state) {
    for (std::size_t d = 0; d < kBlocks; ++d) {
      for (std::size_t s = 0; s < kBlocks; ++s) {
        measure_tile(sampled.block(s), data.block(d), kLanes, kWidth, units, tile);
        benchmark::DoNotOptimize(&tile);
        for (std::size_t f = 0; f < labellings; ++f) add_runs(tile, runs[f], totals.data() + f * k * kLanes);
      }
    }
  }
  const auto pairs = static_cast<std::int64_t>(state.iterations() * kBlocks * kLanes * kBlocks * kLanes);
  state.SetItemsProcessed(pairs);
  state.counters["FMA/s"] = benchmark::Counter(static_cast<double>(pairs) * static_cast<double>(kWidth),
                                               benchmark::Counter::kIsRate);
  use_simd_target("auto");
}

const bool kRegistered = [] {
  for (const std::string& target : simd_targets()) {
    const auto add = [&](const std::string& name, std::size_t k, std::size_t labellings) {
      benchmark::RegisterBenchmark(fmt::format("{}/{}", name, target).c_str(), [=](benchmark::State& state) {
        measure(state, k, labellings, target);
      })->Unit(benchmark::kMillisecond);
    };
    add("distances", 3, 0);
    add("distances_and_sums/k=3", 3, 1);
    add("distances_and_sums/k=20", 20, 1);
    add("distances_and_sums/k=6x9_labellings", 6, 9);
  }
  return true;
}();

}  // namespace
}  // namespace chorus::pairs
