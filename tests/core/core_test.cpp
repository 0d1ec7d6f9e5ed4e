#include "chorus/core/exact_sum.hpp"
#include "chorus/core/random.hpp"
#include "chorus/core/row_partition.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace chorus {
namespace {

TEST(RowPartition, CoversEveryRowOnceInOrder) {
  for (const RowIndex rows : {RowIndex{0}, RowIndex{1}, RowIndex{5}, RowIndex{7}, RowIndex{1000}}) {
    for (const int ranks : {1, 2, 3, 7, 64}) {
      const RowPartition partition(rows, ranks);
      RowIndex next = 0;
      for (int rank = 0; rank < ranks; ++rank) {
        const RowRange range = partition.range(rank);
        EXPECT_EQ(range.begin, next);
        EXPECT_LE(range.size(), (rows + ranks - 1) / ranks);
        for (RowIndex row = range.begin; row < range.end; ++row) EXPECT_EQ(partition.owner(row), rank);
        next = range.end;
      }
      EXPECT_EQ(next, rows);
    }
  }
}

TEST(RowPartition, HoldsBeyond32Bits) {
  const RowPartition partition(RowIndex{1} << 40, 1000);
  EXPECT_EQ(partition.range(999).end, RowIndex{1} << 40);
  EXPECT_EQ(partition.owner((RowIndex{1} << 40) - 1), 999);
}

TEST(ExactSum, DoesNotDependOnOrder) {
  std::mt19937_64 generator(1);
  std::normal_distribution<double> normal(0, 1e3);
  std::vector<double> terms(10000);
  double largest = 0;
  for (double& term : terms) {
    term = normal(generator) * std::exp(normal(generator) * 1e-3);
    largest = std::max(largest, std::abs(term));
  }
  const ExactScale scale(largest);
  const auto total = [&] {
    ExactSum sum;
    for (const double term : terms) sum.add(scale, term);
    return sum.total;
  };
  const Int128 first = total();
  std::shuffle(terms.begin(), terms.end(), generator);
  EXPECT_TRUE(first == total());
  long double reference = 0;
  for (const double term : terms) reference += term;
  EXPECT_NEAR(scale.value(first), static_cast<double>(reference), 10000 * scale.bound() * 0x1p-51);
}

TEST(ExactSum, RoundsToTheNearestUnit) {
  const ExactScale scale(1.0);
  EXPECT_EQ(scale.units(1.0), std::int64_t{1} << 50);
  EXPECT_EQ(scale.units(-1.0), -(std::int64_t{1} << 50));
  EXPECT_EQ(scale.units(0x1p-50), 1);
  EXPECT_EQ(scale.units(0x1.8p-50), 2) << "ties go to even";
  EXPECT_EQ(scale.units(0x1p-52), 0);
}

TEST(ExactSum, WorksAtTheEndsOfTheRange) {
  const ExactScale huge(1e300);
  EXPECT_NEAR(huge.value(huge.units(1e300)) / 1e300, 1.0, 1e-14);
  const ExactScale tiny(1e-300);
  EXPECT_EQ(tiny.value(0), 0.0);
  const ExactScale zero(0.0);
  EXPECT_EQ(zero.units(0.0), 0);
}

TEST(PowerOfTwoAbove, IsTheSmallest) {
  EXPECT_EQ(power_of_two_above(1.0), 1.0);
  EXPECT_EQ(power_of_two_above(1.5), 2.0);
  EXPECT_EQ(power_of_two_above(std::nextafter(4.0, 5.0)), 8.0);
  EXPECT_EQ(power_of_two_above(0.3), 0.5);
}

TEST(Random, IsAFunctionOfItsAddress) {
  EXPECT_EQ(random_bits(1, Purpose::kSeeding, 2, 3), random_bits(1, Purpose::kSeeding, 2, 3));
  EXPECT_NE(random_bits(1, Purpose::kSeeding, 2, 3), random_bits(2, Purpose::kSeeding, 2, 3));
  EXPECT_NE(random_bits(1, Purpose::kSeeding, 2, 3), random_bits(1, Purpose::kSynthetic, 2, 3));
  EXPECT_NE(random_bits(1, Purpose::kSeeding, 2, 3), random_bits(1, Purpose::kSeeding, 3, 3));
  EXPECT_NE(random_bits(1, Purpose::kSeeding, 2, 3), random_bits(1, Purpose::kSeeding, 2, 4));
}

TEST(Random, MatchesThePublishedVector) {
  // Random123's known-answer test for philox4x32-10 with counter and key 0.
  const auto bits = random_bits(0, static_cast<Purpose>(0), 0, 0);
  EXPECT_EQ(bits, (std::array<std::uint32_t, 4>{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U}));
}

TEST(Random, BelowIsUniformAndInRange) {
  const Int128 total = (Int128{1} << 100) + 12345;
  double sum = 0;
  for (std::uint64_t i = 0; i < 10000; ++i) {
    const Int128 drawn = random_below(total, 9, Purpose::kSeeding, i);
    ASSERT_TRUE(drawn >= 0 && drawn < total);
    sum += to_double(drawn) / to_double(total);
  }
  EXPECT_NEAR(sum / 10000, 0.5, 0.012);  // four standard errors
  for (std::uint64_t i = 0; i < 100; ++i) EXPECT_TRUE(random_below(1, 9, Purpose::kSeeding, i) == 0);
}

}  // namespace
}  // namespace chorus
