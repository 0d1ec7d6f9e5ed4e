#include "chorus/features/group_distances.hpp"

#include "chorus/core/simd.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace chorus::features {
namespace {

class EveryTargetMeasures : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { use_simd_target(GetParam()); }
  void TearDown() override { use_simd_target("auto"); }
};

TEST_P(EveryTargetMeasures, AsTheSerialTwin) {
  std::mt19937 generator(5);
  std::normal_distribution<float> normal;
  for (const std::size_t width : {1UL, 3UL, 10UL, 17UL}) {
    constexpr std::size_t kGroups = 70;
    RowBlocks rows(kLanes, width);
    std::vector<float> points(kGroups * width);
    std::array<std::int32_t, kLanes> group{};
    std::array<float, kLanes> squares{};
    for (float& p : points) p = normal(generator);
    for (std::size_t l = 0; l < kLanes; ++l) {
      group[l] = static_cast<std::int32_t>(generator() % kGroups);
      const std::size_t own = static_cast<std::size_t>(group[l]) * width;
      for (std::size_t j = 0; j < width; ++j) {
        // Some rows are their point itself.
        rows.set(static_cast<RowIndex>(l), j, l % 8 == 0 ? points[own + j] : normal(generator));
      }
    }
    group_distances(rows.block(0), width, group.data(), points.data(), squares.data());
    for (std::size_t l = 0; l < kLanes; ++l) {
      float expected = 0;
      for (std::size_t j = 0; j < width; ++j) {
        const float e =
            rows.at(static_cast<RowIndex>(l), j) - points[static_cast<std::size_t>(group[l]) * width + j];
        expected = std::fma(e, e, expected);
      }
      EXPECT_EQ(squares[l], expected) << "lane " << l << " d=" << width;
      if (l % 8 == 0) {
        EXPECT_EQ(squares[l], 0);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kernel, EveryTargetMeasures, testing::ValuesIn(simd_targets()),
                         [](const auto& target) { return target.param; });

}  // namespace
}  // namespace chorus::features
