#include "chorus/kmeans/assign_kernel.hpp"

#include "chorus/core/simd.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace chorus::kmeans {
namespace {

/// The definition, one row at a time.
std::size_t nearest_serially(const features::RowBlocks& rows, RowIndex row,
                             std::span<const float> centroids) {
  const std::size_t d = rows.width();
  std::size_t best = 0;
  float best_t = std::numeric_limits<float>::max();
  for (std::size_t c = 0; c * d < centroids.size(); ++c) {
    double norm = 0;
    for (std::size_t j = 0; j < d; ++j)
      norm += static_cast<double>(centroids[c * d + j]) * centroids[c * d + j];
    auto t = static_cast<float>(norm / 2);
    for (std::size_t j = 0; j < d; ++j) t = std::fma(-rows.at(row, j), centroids[c * d + j], t);
    if (t < best_t) {
      best_t = t;
      best = c;
    }
  }
  return best;
}

class EveryTarget : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { use_simd_target(GetParam()); }
  void TearDown() override { use_simd_target("auto"); }
};

TEST_P(EveryTarget, AgreesWithTheSerialTwin) {
  std::mt19937 generator(3);
  std::normal_distribution<float> normal;
  for (const std::size_t width : {1UL, 2UL, 10UL, 13UL}) {
    for (const std::size_t k : {1UL, 2UL, 3UL, 5UL, 8UL, 31UL, 300UL}) {
      features::RowBlocks rows(150, width);
      for (RowIndex i = 0; i < rows.rows(); ++i) {
        // A coarse grid makes ties and exact hits frequent.
        for (std::size_t j = 0; j < width; ++j) rows.set(i, j, std::round(normal(generator) * 4) / 4);
      }
      std::vector<float> centroids(k * width);
      for (float& c : centroids) c = std::round(normal(generator) * 4) / (width == 13 ? 3 : 4);
      const CentroidTable table(centroids, width);
      const features::AlignedVector<std::uint16_t> old(rows.blocks() * features::kLanes, 7);
      features::AlignedVector<std::uint16_t> labels(old.size());
      std::vector<std::uint64_t> changed(rows.blocks());
      assign_blocks(rows.block(0), rows.blocks(), table, old.data(), labels.data(), changed.data());
      for (RowIndex i = 0; i < rows.rows(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const std::size_t expected = nearest_serially(rows, i, centroids);
        ASSERT_EQ(labels[at], expected) << "row " << i << " d=" << width << " k=" << k;
        ASSERT_EQ(changed[at / 64] >> (at % 64) & 1U, expected != 7) << "row " << i;
      }
      if (k > 256) continue;
      const features::AlignedVector<std::uint8_t> small_old(rows.blocks() * features::kLanes, 0);
      features::AlignedVector<std::uint8_t> small(small_old.size());
      assign_blocks(rows.block(0), rows.blocks(), table, small_old.data(), small.data(), changed.data());
      for (std::size_t at = 0; at < 150; ++at) ASSERT_EQ(small[at], labels[at]);
    }
  }
}

TEST_P(EveryTarget, RoundsFusedProductsOnce) {
  // Values whose product and sum differ between fused, unfused and doubly rounded arithmetic; found by search
  // below.
  std::mt19937 generator(11);
  std::uniform_int_distribution<std::uint32_t> mantissa(0, (1U << 23U) - 1);
  std::uniform_int_distribution<int> exponent(-30, 2);
  const auto draw = [&] {
    return std::ldexp(1.0F + static_cast<float>(mantissa(generator)) * 0x1p-23F, exponent(generator));
  };
  int differing = 0;
  for (int trial = 0; trial < 20000; ++trial) {
    features::RowBlocks rows(64, 2);
    const float a = draw();
    const float b = draw();
    for (RowIndex i = 0; i < 64; ++i) {
      rows.set(i, 0, a);
      rows.set(i, 1, b);
    }
    const std::vector<float> centroids = {draw(), draw(), draw(), draw()};
    const CentroidTable table(centroids, 2);
    const features::AlignedVector<std::uint8_t> old(64, 0);
    features::AlignedVector<std::uint8_t> labels(64);
    std::uint64_t changed = 0;
    assign_blocks(rows.block(0), 1, table, old.data(), labels.data(), &changed);
    ASSERT_EQ(labels[17], nearest_serially(rows, 17, centroids));
    differing += labels[17] == 1 ? 1 : 0;
  }
  EXPECT_GT(differing, 1000) << "both answers must occur";
}

INSTANTIATE_TEST_SUITE_P(Kernel, EveryTarget, testing::ValuesIn(simd_targets()),
                         [](const auto& target) { return target.param; });

}  // namespace
}  // namespace chorus::kmeans
