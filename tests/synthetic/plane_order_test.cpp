#include "chorus/synthetic/plane_order.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace chorus::synthetic {
namespace {

/// How often each of `parts` equal parts of [0, 1) is hit by a coordinate of the rows from `first` on.
std::vector<int> hits(const PlaneOrder& order, RowIndex first, RowIndex rows, std::size_t parts,
                      double PlaneOrder::Point::*coordinate) {
  std::vector<int> count(parts);
  for (RowIndex row = first; row < first + rows; ++row) {
    const double place = order.at(row).*coordinate;
    EXPECT_TRUE(place >= 0 && place < 1);
    ++count[static_cast<std::size_t>(place * static_cast<double>(parts))];
  }
  return count;
}

TEST(PlaneOrder, HitsEveryPartOnceInWholeRuns) {
  for (const std::uint64_t seed : {0ULL, 1ULL, 99ULL, ~0ULL}) {
    const PlaneOrder order(seed);
    for (const auto coordinate : {&PlaneOrder::Point::first, &PlaneOrder::Point::second}) {
      for (const RowIndex runs : {1, 4, 16}) {
        const RowIndex rows = runs * PlaneOrder::kRun;
        for (const RowIndex first : {RowIndex{0}, 3 * rows, rows << 30}) {
          const auto count = hits(order, first, rows, static_cast<std::size_t>(rows), coordinate);
          EXPECT_EQ(count, std::vector<int>(count.size(), 1)) << seed << ' ' << first << ' ' << rows;
        }
      }
    }
  }
}

TEST(PlaneOrder, FillsThePlaneEvenly) {
  const PlaneOrder order(5);
  constexpr int kSide = 32;
  std::vector<int> count(kSide * kSide);
  for (RowIndex row = 0; row < PlaneOrder::kRun; ++row) {
    const auto [first, second] = order.at(row);
    ++count[static_cast<std::size_t>(first * kSide) * kSide + static_cast<std::size_t>(second * kSide)];
  }
  EXPECT_EQ(count, std::vector<int>(kSide * kSide, 1)) << "a (0, 10, 2)-net in base 2";
}

TEST(PlaneOrder, LeavesNeighboursUnrelated) {
  const PlaneOrder order(7);
  constexpr RowIndex kRows = 100 * PlaneOrder::kRun;
  for (const RowIndex lag : {1, 2, 8, 64}) {
    double sum = 0;
    for (RowIndex row = 0; row < kRows; ++row) {
      sum += (order.at(row).first - 0.5) * (order.at(row + lag).first - 0.5);
    }
    EXPECT_LT(std::abs(sum / kRows * 12), 0.02) << "correlation at lag " << lag;
  }
}

TEST(PlaneOrder, DependsOnTheSeed) {
  int equal = 0;
  for (RowIndex row = 0; row < 100; ++row)
    equal += PlaneOrder(1).at(row).first == PlaneOrder(2).at(row).first;
  EXPECT_EQ(equal, 0);
}

}  // namespace
}  // namespace chorus::synthetic
