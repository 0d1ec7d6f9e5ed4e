// Moments of each feature over its own values: examples, extremes of a double's range, and agreement with the
// moments over rows where no value is absent.
#include "chorus/core/cell.hpp"
#include "chorus/core/error.hpp"
#include "chorus/core/random.hpp"
#include "chorus/features/cell_moments.hpp"
#include "chorus/features/moments.hpp"
#include "shard_of.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cfloat>
#include <cmath>

namespace chorus::features {
namespace {

class CellMomentsOf : public testing::Test {
 protected:
  comm::Communicator comm = comm::Communicator::world();

  [[nodiscard]] CellMoments measure(const std::vector<double>& rows, std::size_t width,
                                    const std::map<std::string, double>& min = {}) const {
    return measure_cells(comm, shard_of(comm, rows, width),
                         CleaningRules::make(MissingPolicy::kDrop, names(width), min, {}));
  }
  static std::vector<std::string> names(std::size_t width) {
    std::vector<std::string> result;
    for (std::size_t j = 0; j < width; ++j) result.push_back(fmt::format("f{}", j));
    return result;
  }
};

TEST_F(CellMomentsOf, AFewRows) {
  const double missing = missing_cell(CellKind::kMissing);
  const double text = missing_cell(CellKind::kNotNumeric);
  const CellMoments found = measure({1, missing, 5, 2, 10, 5, 3, text, -1, 6, 20, 5}, 3, {{"f2", 0.0}});
  EXPECT_EQ(found.rows, 4);
  EXPECT_EQ(found.complete, 2);
  EXPECT_EQ(found.count(0), 4);
  EXPECT_EQ(found.mean[0], 3);
  EXPECT_NEAR(found.deviation[0], std::sqrt(14.0 / 4), 1e-15);
  EXPECT_EQ(found.cells[1], (std::array<std::int64_t, kAbsences>{2, 1, 1, 0, 0, 0}));
  EXPECT_EQ(found.mean[1], 15);
  EXPECT_EQ(found.deviation[1], 5);
  EXPECT_EQ(found.min[1], 10);
  EXPECT_EQ(found.max[1], 20);
  EXPECT_EQ(found.cells[2][static_cast<std::size_t>(Absence::kBelowMin)], 1);
  EXPECT_EQ(found.deviation[2], 0);
  EXPECT_EQ(found.at_min[2], 3);
  EXPECT_EQ(found.at_max[2], 3);
  EXPECT_EQ(found.at_max[0], 1);
}

TEST_F(CellMomentsOf, AFeatureWithoutValues) {
  const double missing = missing_cell(CellKind::kMissing);
  const CellMoments found = measure({1, missing, 2, missing}, 2);
  EXPECT_EQ(found.complete, 0);
  EXPECT_EQ(found.count(1), 0);
  for (const double value : {found.mean[1], found.deviation[1], found.min[1], found.max[1]}) {
    EXPECT_TRUE(std::isnan(value));
  }
  EXPECT_EQ(found.at_min[1], 0);
  EXPECT_EQ(found.mean[0], 1.5);
}

TEST_F(CellMomentsOf, ValuesNearTheEndsOfADoublesRange) {
  const CellMoments huge = measure({-1e308, 1e308, 1.5e308, 1.5e308}, 2);
  EXPECT_EQ(huge.mean[0], 2.5e307);
  EXPECT_NEAR(huge.deviation[0] / 1.25e308, 1, 1e-14);
  EXPECT_NEAR(huge.mean[1] / 1.25e308, 1, 1e-14);
  EXPECT_NEAR(huge.deviation[1] / 2.5e307, 1, 1e-14);
  const CellMoments tiny = measure({1e-300, 3e-300}, 1);
  EXPECT_NEAR(tiny.mean[0] / 2e-300, 1, 1e-12);
  EXPECT_NEAR(tiny.deviation[0] / 1e-300, 1, 1e-12);
  const CellMoments far = measure({1e15, 1e15 + 1, 1e15 + 2}, 1);
  EXPECT_EQ(far.mean[0], 1e15 + 1);
  EXPECT_NEAR(far.deviation[0], std::sqrt(2.0 / 3), 1e-12);
}

/// The squares of all rows together exceed 64 bits in the units of exact sums, on every number of ranks.
TEST_F(CellMomentsOf, ManyRowsAtTheirBounds) {
  std::vector<double> rows(100'000);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = i % 2 == 0 ? 1 : -1;
  const CellMoments found = measure(rows, 1);
  EXPECT_EQ(found.mean[0], 0);
  EXPECT_EQ(found.deviation[0], 1);
}

TEST_F(CellMomentsOf, ZerosHaveOneSign) {
  for (const std::vector<double>& rows : {std::vector<double>{-0.0, 0.0}, std::vector<double>{0.0, -0.0}}) {
    const CellMoments found = measure(rows, 1);
    EXPECT_FALSE(std::signbit(found.min[0]));
    EXPECT_FALSE(std::signbit(found.max[0]));
    EXPECT_EQ(found.at_min[0], 2);
  }
}

TEST_F(CellMomentsOf, CompleteRowsAgreeWithTheMomentsOverRows) {
  std::vector<double> rows;
  for (std::uint64_t i = 0; i < 9000; ++i) {
    rows.push_back(random_unit(1, Purpose::kSynthetic, i));
    rows.push_back(-1e5 * random_unit(2, Purpose::kSynthetic, i));
  }
  const CellMoments cells = measure(rows, 2);
  CleaningRules rules = CleaningRules::make(MissingPolicy::kDrop, names(2), {}, {});
  const Moments moments = measure_moments(comm, shard_of(comm, rows, 2), rules, names(2));
  EXPECT_EQ(cells.complete, 9000);
  EXPECT_EQ(cells.mean, moments.mean);
  EXPECT_EQ(cells.min, moments.min);
  EXPECT_EQ(cells.max, moments.max);
  for (std::size_t j = 0; j < 2; ++j) EXPECT_NEAR(cells.deviation[j] / moments.deviation(j), 1, 1e-14);
}

/// The bits found by one rank alone must be those of all ranks together.
TEST_F(CellMomentsOf, BitsDoNotDependOnTheRanks) {
  std::vector<double> rows;
  for (std::uint64_t i = 0; i < 5001; ++i) {
    rows.push_back(std::ldexp(random_unit(1, Purpose::kSynthetic, i), static_cast<int>(i % 40)));
  }
  const CellMoments found = measure(rows, 1);
  // Every rank but the last has no rows here.
  const bool holds = comm.rank() == comm.size() - 1;
  const ShardRows lone({0, holds ? 5001 : 0}, 1, [&](RowRange range, std::span<double> values) {
    std::copy_n(rows.begin() + range.begin, values.size(), values.begin());
  });
  const CellMoments expected =
      measure_cells(comm, lone, CleaningRules::make(MissingPolicy::kDrop, names(1), {}, {}));
  EXPECT_EQ(found.mean, expected.mean);
  EXPECT_EQ(found.deviation, expected.deviation);
}

TEST_F(CellMomentsOf, AFailingRankEndsAll) {
  const ShardRows shard = unreadable_shard(comm, Error(Exit::kIo, "cannot read rows"));
  const CleaningRules rules = CleaningRules::make(MissingPolicy::kDrop, names(2), {}, {});
  EXPECT_THROW((void)measure_cells(comm, shard, rules), AgreedError);
}

TEST(Bounds, AMinimumAboveTheMaximumIsRefused) {
  EXPECT_THROW((void)CleaningRules::make(MissingPolicy::kDrop, {"a"}, {{"a", 2}}, {{"a", 1}}), Error);
  EXPECT_NO_THROW((void)CleaningRules::make(MissingPolicy::kDrop, {"a"}, {{"a", 2}}, {{"a", 2}}));
}

}  // namespace
}  // namespace chorus::features
