#include "chorus/pairs/distance_tile.hpp"

#include "chorus/core/simd.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace chorus::pairs {
namespace {

using features::kLanes;

class EveryTarget : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { use_simd_target(GetParam()); }
  void TearDown() override { use_simd_target("auto"); }
};

features::RowBlocks random_rows(std::size_t width, unsigned seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<float> normal;
  features::RowBlocks rows(static_cast<RowIndex>(kLanes), width);
  for (RowIndex i = 0; i < rows.rows(); ++i) {
    for (std::size_t j = 0; j < width; ++j) rows.set(i, j, normal(generator));
  }
  return rows;
}

TEST_P(EveryTarget, TilesAgreeWithTheSerialTwinToTheBit) {
  for (const std::size_t width : {1UL, 3UL, 10UL}) {
    const features::RowBlocks sampled = random_rows(width, 1);
    const features::RowBlocks data = random_rows(width, 2);
    const DistanceUnits units(1024);
    for (const std::size_t rows : {1UL, 2UL, 63UL, 64UL}) {
      alignas(64) Tile tile = {};
      measure_tile(sampled.block(0), data.block(0), rows, width, units, tile);
      for (std::size_t r = 0; r < kLanes; ++r) {
        for (std::size_t s = 0; s < kLanes; ++s) {
          float sum = 0;
          for (std::size_t j = 0; j < width; ++j) {
            const float e = sampled.at(static_cast<RowIndex>(s), j) - data.at(static_cast<RowIndex>(r), j);
            sum = std::fma(e, e, sum);
          }
          const auto expected =
              r < rows ? static_cast<std::int32_t>(std::nearbyint(std::sqrt(sum) * units.factor)) : 0;
          ASSERT_EQ(tile[r][s], expected) << "data row " << r << ", sampled row " << s;
        }
      }
    }
  }
}

TEST_P(EveryTarget, AddsRunsOfEqualLabels) {
  alignas(64) Tile tile;
  for (std::size_t r = 0; r < kLanes; ++r) {
    for (std::size_t s = 0; s < kLanes; ++s)
      tile[r][s] = static_cast<std::int32_t>((1U << 24U) - r * 100 - s);
  }
  for (const std::size_t rows : {1UL, 37UL, 64UL}) {
    std::vector<std::uint16_t> labels(rows);
    for (std::size_t r = 0; r < rows; ++r) labels[r] = static_cast<std::uint16_t>(r * r % 3 * 2);
    LabelRuns runs;
    runs.sort(labels);
    EXPECT_EQ(runs.order.size(), rows);
    features::AlignedVector<std::int64_t> totals(5 * kLanes, 5);
    for (int repeat = 0; repeat < 2; ++repeat) add_runs(tile, runs, totals.data());
    for (std::size_t s = 0; s < kLanes; ++s) {
      for (std::size_t c = 0; c < 5; ++c) {
        std::int64_t expected = 5;
        for (std::size_t r = 0; r < rows; ++r) expected += labels[r] == c ? 2 * tile[r][s] : 0;
        EXPECT_EQ(totals[c * kLanes + s], expected) << "cluster " << c << " of " << rows << " rows";
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Tile, EveryTarget, testing::ValuesIn(simd_targets()),
                         [](const auto& target) { return target.param; });

}  // namespace
}  // namespace chorus::pairs
