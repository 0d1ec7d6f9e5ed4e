// Quantiles of rows on several ranks: equal to sorting all present values, whatever the ranks.
#include "chorus/core/cell.hpp"
#include "chorus/core/error.hpp"
#include "chorus/core/random.hpp"
#include "chorus/features/quantiles.hpp"
#include "shard_of.hpp"
#include "sorted_twin.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>

namespace chorus::features {
namespace {

constexpr std::array kQuartiles = {0.25, 0.5, 0.75};

class Quantiles : public testing::Test {
 protected:
  comm::Communicator comm = comm::Communicator::world();

  /// Measures `rows` and compares with sorting the values that the rules let pass.
  void expect_as_sorted(const std::vector<double>& rows, std::size_t width, const CleaningRules& rules) {
    const ShardRows shard = shard_of(comm, rows, width);
    const auto found = measure_quantiles(comm, shard, rules, kQuartiles);
    ASSERT_EQ(found.size(), width);
    for (std::size_t j = 0; j < width; ++j) {
      std::vector<double> present;
      for (std::size_t at = j; at < rows.size(); at += width) {
        if (rules.judge(j, rows[at]) == Absence::kPresent) present.push_back(rows[at]);
      }
      for (std::size_t q = 0; q < kQuartiles.size(); ++q) {
        const double expected = sorted_quantile(present, kQuartiles[q]);
        if (present.empty()) {
          EXPECT_TRUE(std::isnan(found[j][q]));
        } else {
          EXPECT_EQ(found[j][q], expected) << "feature " << j;
        }
      }
    }
  }
};

CleaningRules rules_for(std::size_t width, const std::map<std::string, double>& min = {}) {
  std::vector<std::string> names;
  for (std::size_t j = 0; j < width; ++j) names.push_back(fmt::format("f{}", j));
  return CleaningRules::make(MissingPolicy::kDrop, names, min, {});
}

std::vector<double> made_rows(std::size_t rows, std::size_t width) {
  std::vector<double> values;
  for (std::uint64_t i = 0; i < rows; ++i) {
    for (std::uint32_t j = 0; j < width; ++j) {
      const double unit = random_unit(5, Purpose::kSynthetic, i, j);
      values.push_back(j % 3 == 0 ? unit : j % 3 == 1 ? std::floor(unit * 4) : -1e6 * unit);
    }
  }
  return values;
}

TEST_F(Quantiles, AgreeWithSortingAllRows) {
  for (const std::size_t rows : {1U, 2U, 5U, 1000U, 9001U})
    expect_as_sorted(made_rows(rows, 3), 3, rules_for(3));
}

TEST_F(Quantiles, LeaveAbsentValuesOut) {
  std::vector<double> rows = made_rows(500, 4);
  for (std::size_t at = 0; at < rows.size(); at += 4) {
    if (at % 3 == 0) rows[at] = missing_cell(CellKind::kMissing);
    if (at % 5 == 0) rows[at + 1] = missing_cell(CellKind::kNotNumeric);
    rows[at + 2] = missing_cell(CellKind::kNotFinite);
    if (at % 7 == 0) rows[at + 3] = -1;
  }
  expect_as_sorted(rows, 4, rules_for(4, {{"f3", 0.0}}));
}

TEST_F(Quantiles, OfMoreFeaturesThanAreSearchedTogether) {
  expect_as_sorted(made_rows(40, 150), 150, rules_for(150));
}

TEST_F(Quantiles, AFailingRankEndsAll) {
  const ShardRows shard = unreadable_shard(comm, Error(Exit::kIo, "cannot read rows"));
  EXPECT_THROW((void)measure_quantiles(comm, shard, rules_for(2), kQuartiles), AgreedError);
}

}  // namespace
}  // namespace chorus::features
