#include "chorus/kmeans/row_mover.hpp"

#include "chorus/core/simd.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace chorus::kmeans {
namespace {

constexpr std::size_t kClusters = 300;

class EveryTargetMoves : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { use_simd_target(GetParam()); }
  void TearDown() override { use_simd_target("auto"); }
};

/// A block of whole numbers up to 2^23, times a step of 2^-(feature).
struct Block {
  explicit Block(std::size_t width) : rows(features::kLanes, width) {
    std::mt19937 generator(9);
    std::uniform_int_distribution<int> whole(-(1 << 23), 1 << 23);
    for (std::size_t j = 0; j < width; ++j) inverse_step.push_back(std::ldexp(1.0, static_cast<int>(j)));
    for (RowIndex i = 0; i < rows.rows(); ++i) {
      for (std::size_t j = 0; j < width; ++j) {
        multiples.push_back(whole(generator));
        rows.set(i, j, static_cast<float>(static_cast<double>(multiples.back()) / inverse_step[j]));
      }
    }
  }
  features::RowBlocks rows;
  std::vector<double> inverse_step;
  std::vector<std::int64_t> multiples;  ///< kLanes x width
};

template <class Label>
void expect_twin(std::size_t width) {
  const Block block(width);
  std::mt19937_64 generator(width);
  std::uniform_int_distribution<int> cluster(
      0, static_cast<int>(std::min<std::size_t>(kClusters, 1U << (8 * sizeof(Label)))) - 1);
  std::vector<Label> labels(features::kLanes);
  for (Label& label : labels) label = static_cast<Label>(cluster(generator));
  ClusterTotals expected{std::vector<std::int64_t>(kClusters * width), std::vector<std::int64_t>(kClusters)};
  const auto add = [&](std::size_t lane, std::size_t to, std::int64_t sign) {
    expected.count[to] += sign;
    for (std::size_t j = 0; j < width; ++j)
      expected.sum[to * width + j] += sign * block.multiples[lane * width + j];
  };
  RowMover mover(kClusters, width);
  mover.count_in(block.inverse_step);

  mover.move(BlockMoves<Label>{block.rows.block(0), ~std::uint64_t{0}, nullptr, labels.data()});
  for (std::size_t lane = 0; lane < features::kLanes; ++lane) add(lane, labels[lane], 1);
  for (int pass = 0; pass < 20; ++pass) {
    std::vector<Label> next = labels;
    const std::uint64_t lanes = pass == 0 ? ~std::uint64_t{0} : generator() & generator();
    for (std::size_t lane = 0; lane < features::kLanes; ++lane) {
      if ((lanes >> lane & 1U) == 0) continue;
      next[lane] = static_cast<Label>(cluster(generator));
      add(lane, labels[lane], -1);
      add(lane, next[lane], 1);
    }
    mover.move(BlockMoves<Label>{block.rows.block(0), lanes, labels.data(), next.data()});
    labels = next;
    ASSERT_EQ(mover.totals().sum, expected.sum) << "pass " << pass << " d=" << width;
    ASSERT_EQ(mover.totals().count, expected.count) << "pass " << pass << " d=" << width;
  }
}

TEST_P(EveryTargetMoves, AgreeWithTheSerialTwin) {
  for (const std::size_t width : {1UL, 3UL, 4UL, 10UL, 16UL, 21UL}) {
    expect_twin<std::uint8_t>(width);
    expect_twin<std::uint16_t>(width);
  }
}

INSTANTIATE_TEST_SUITE_P(Kernel, EveryTargetMoves, testing::ValuesIn(simd_targets()),
                         [](const auto& target) { return target.param; });

}  // namespace
}  // namespace chorus::kmeans
