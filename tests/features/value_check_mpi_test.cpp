// Values beyond doubt and coarse grids, judged by robust spreads; the same at any number of ranks (which
// these tests run at), against a twin that sorts.
#include "chorus/core/cell.hpp"
#include "chorus/features/value_check.hpp"
#include "sorted_twin.hpp"
#include "support/made_rows.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace chorus::features {
namespace {

using test::Table;

class ValueCheckTest : public testing::Test {
 protected:
  std::vector<ValueCheck> check(const Table& table, MissingPolicy missing = MissingPolicy::kDrop) {
    const test::Prepared prepared = test::prepare(comm, table, Scaling::kStandard, missing);
    return check_values(comm, test::shard_of(comm, table), prepared.rules, prepared.moments, prepared.scaler);
  }
  comm::Communicator comm = comm::Communicator::world();
};

/// Column 0: uniform from 0 to 1; 1: durations; 2: 0 in four of five rows, else uniform from 0 to 1.
Table songs(RowIndex rows) {
  std::mt19937_64 random(7);
  const auto unit = [&] { return static_cast<double>(random() >> 11U) * 0x1p-53; };
  Table table{3, {}};
  for (RowIndex row = 0; row < rows; ++row) {
    table.values.push_back(unit());
    table.values.push_back(180000 + 80000 * unit());
    table.values.push_back(unit() < .8 ? 0 : unit());
  }
  return table;
}

TEST_F(ValueCheckTest, OrdinaryValuesGiveNoAlarm) {
  for (const RowIndex rows : {4, 60, 5000}) {
    for (const ValueCheck& found : check(songs(rows))) {
      EXPECT_EQ(found.beyond, 0);
      EXPECT_EQ(found.step, 0);
    }
  }
}

TEST_F(ValueCheckTest, AValueBeyondDoubtIsNamedWithItsRow) {
  Table table = songs(5000);
  table.values[3 * 1234 + 1] = 1e15;
  table.values[3 * 4321] = 1e30;
  const std::vector<ValueCheck> found = check(table);
  EXPECT_EQ(found[1].beyond, 1);
  EXPECT_EQ(found[1].worst, 1e15);
  EXPECT_EQ(found[1].worst_row, 1234);
  EXPECT_GT(found[1].step, 0) << "all other durations lie within a few steps of the grid";
  EXPECT_EQ(found[0].worst_row, 4321);
  EXPECT_EQ(found[0].high, 1) << "one value does not change the scale";
  EXPECT_EQ(found[2].beyond, 0);
}

TEST_F(ValueCheckTest, TheLimitIsFiftyInterquartileRanges) {
  Table table = songs(4000);
  std::vector<double> column;
  for (std::size_t at = 0; at < table.values.size(); at += 3) column.push_back(table.values[at]);
  column[100] = 1000;  // where the quartiles stay what they are for any value so large
  const double q1 = sorted_quantile(column, .25);
  const double q3 = sorted_quantile(column, .75);
  const double limit = sorted_quantile(column, .5) + 50 * (q3 - q1);
  for (const double factor : {1 - 1e-9, 1 + 1e-9}) {
    table.values[300] = limit * factor;
    EXPECT_EQ(check(table)[0].beyond, factor > 1 ? 1 : 0);
  }
}

TEST_F(ValueCheckTest, AColumnOfEqualValuesStillShowsAnAbsurdOne) {
  Table table = songs(1000);
  for (std::size_t at = 2; at < table.values.size(); at += 3) table.values[at] = at < 30 ? 1 : 0;
  EXPECT_EQ(check(table)[2].beyond, 0) << "a flag that is seldom set";
  table.values[2] = 1e30;
  EXPECT_EQ(check(table)[2].beyond, 1);
}

TEST_F(ValueCheckTest, PercentIsToldFromUnitsByAHighQuantile) {
  Table table = songs(1000);
  table.values[0] = 5;
  table.values[3] = 1.01;
  EXPECT_EQ(check(table)[0].high, 1);
  for (std::size_t at = 0; at < table.values.size(); at += 3) table.values[at] *= 100;
  EXPECT_EQ(check(table)[0].high, 100);
}

TEST_F(ValueCheckTest, ARowWithoutHalfOfItsValuesIsNotFilled) {
  Table table = songs(100);
  const double missing = chorus::missing_cell(chorus::CellKind::kMissing);
  table.values[3] = table.values[4] = missing;  // one of three is left: dropped
  table.values[6] = missing;                    // two are: filled
  table.values[9] = table.values[10] = table.values[11] = missing;
  const test::Prepared prepared = test::prepare(comm, table, Scaling::kStandard, MissingPolicy::kMean);
  EXPECT_EQ(prepared.moments.count, 98);
  EXPECT_EQ(prepared.moments.dropped[static_cast<std::size_t>(Absence::kTooFewValues)], 2);
  EXPECT_EQ(prepared.moments.filled, (std::vector<std::int64_t>{1, 0, 0}));
  EXPECT_EQ(prepared.rows.total, 98);
  const auto filled = std::ranges::count(prepared.rows.filled, true);
  EXPECT_EQ(comm.sum_of<std::int64_t>(filled), 1);
  double sum = 0;
  for (std::size_t row = 0; row < 100; ++row) {
    if (row != 1 && row != 2 && row != 3) sum += table.values[3 * row];
  }
  EXPECT_NEAR(prepared.moments.mean[0], sum / 97, 1e-12) << "over the values of the rows used";
}

}  // namespace
}  // namespace chorus::features
