#include "chorus/core/cell.hpp"
#include "chorus/core/error.hpp"
#include "chorus/features/moments.hpp"
#include "support/made_rows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace chorus::features {
namespace {

using test::made_table;
using test::prepare;
using test::Table;

TEST(Moments, MatchASerialTwinInLongDouble) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(1003, 6, 1);
  const Moments moments = prepare(comm, table).moments;
  EXPECT_EQ(moments.rows, 1003);
  EXPECT_EQ(moments.count, 1003);
  for (std::size_t a = 0; a < table.width; ++a) {
    long double sum = 0;
    for (std::size_t i = a; i < table.values.size(); i += table.width) sum += table.values[i];
    const long double mean = sum / 1003;
    EXPECT_NEAR(moments.mean[a], static_cast<double>(mean), std::abs(static_cast<double>(mean)) * 1e-14);
    for (std::size_t b = 0; b < table.width; ++b) {
      long double mean_b = 0;
      for (std::size_t i = b; i < table.values.size(); i += table.width) mean_b += table.values[i];
      mean_b /= 1003;
      long double saa = 0;
      long double sbb = 0;
      long double sab = 0;
      for (std::size_t i = 0; i < table.values.size(); i += table.width) {
        const long double x = table.values[i + a] - mean;
        const long double y = table.values[i + b] - mean_b;
        saa += x * x;
        sbb += y * y;
        sab += x * y;
      }
      const auto correlation = static_cast<double>(sab / std::sqrt(saa * sbb));
      EXPECT_NEAR(moments.correlation(a, b), correlation, 1e-12);
      if (a == b) {
        EXPECT_NEAR(moments.deviation(a) / static_cast<double>(std::sqrt(saa / 1003)), 1.0, 1e-12);
      }
    }
  }
}

TEST(Moments, DoNotDependOnTheOrderOfRows) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(500, 3, 2);
  Table reversed{table.width, {}};
  for (RowIndex i = table.rows() - 1; i >= 0; --i) {
    const auto first = table.values.begin() + i * 3;
    reversed.values.insert(reversed.values.end(), first, first + 3);
  }
  const Moments one = prepare(comm, table).moments;
  const Moments two = prepare(comm, reversed).moments;
  EXPECT_EQ(one.mean, two.mean);
  EXPECT_EQ(one.covariance, two.covariance);
}

TEST(Moments, CountDroppedRowsByTheirFirstReason) {
  const comm::Communicator comm = comm::Communicator::world();
  Table table = made_table(40, 3, 3);
  table.values[0] = missing_cell(CellKind::kMissing);
  table.values[1] = missing_cell(CellKind::kNotNumeric);  // the same row: counted once, as missing
  table.values[3 * 7 + 2] = missing_cell(CellKind::kNotNumeric);
  table.values[3 * 39] = missing_cell(CellKind::kNotFinite);
  const test::Prepared prepared = prepare(comm, table);
  EXPECT_EQ(prepared.moments.count, 37);
  EXPECT_EQ(prepared.moments.dropped[static_cast<std::size_t>(Absence::kMissing)], 1);
  EXPECT_EQ(prepared.moments.dropped[static_cast<std::size_t>(Absence::kNotNumeric)], 1);
  EXPECT_EQ(prepared.moments.dropped[static_cast<std::size_t>(Absence::kNotFinite)], 1);
  EXPECT_EQ(prepared.moments.cells[1][static_cast<std::size_t>(Absence::kNotNumeric)], 1);
  // The rows used keep their catalogue numbers.
  std::vector<RowIndex> mine;
  for (RowIndex i = 0; i < prepared.rows.blocks.rows(); ++i) mine.push_back(prepared.rows.row_of(i));
  std::vector<RowIndex> expected;
  for (RowIndex row = 1; row < 39; ++row) {
    if (row != 7) expected.push_back(row);
  }
  EXPECT_EQ(comm.all_gather(std::span<const RowIndex>(mine)), expected);
}

TEST(Moments, FillMissingValuesWithTheMeanOfThoseThatAreThere) {
  const comm::Communicator comm = comm::Communicator::world();
  Table table = made_table(30, 2, 4);
  table.values[0] = missing_cell(CellKind::kMissing);
  const test::Prepared prepared = prepare(comm, table, Scaling::kStandard, MissingPolicy::kMean);
  double sum = 0;
  for (std::size_t i = 2; i < table.values.size(); i += 2) sum += table.values[i];
  EXPECT_EQ(prepared.moments.count, 30);
  EXPECT_NEAR(prepared.rules.fill[0], sum / 29, std::abs(sum) * 1e-14);
  EXPECT_NEAR(prepared.moments.mean[0], sum / 29, std::abs(sum) * 1e-14);
}

TEST(Moments, HoldAtTheEndsOfTheRange) {
  const comm::Communicator comm = comm::Communicator::world();
  Table table{2, {}};
  for (int i = 0; i < 20; ++i) {
    table.values.push_back((i % 4) * 1e300);
    table.values.push_back((i % 5) * 1e-300);
  }
  const Moments moments = prepare(comm, table).moments;
  EXPECT_NEAR(moments.mean[0] / 1.5e300, 1, 1e-12);
  EXPECT_NEAR(moments.deviation(0) / (std::sqrt(1.25) * 1e300), 1, 1e-12);
  EXPECT_NEAR(moments.mean[1] / 2e-300, 1, 1e-9);
  EXPECT_NEAR(moments.deviation(1) / (std::sqrt(2.0) * 1e-300), 1, 1e-9);
}

TEST(Moments, RefuseWhatCannotBeScaled) {
  const comm::Communicator comm = comm::Communicator::world();
  Table table = made_table(12, 2, 5);
  table.values[3] = 1e305;
  try {
    static_cast<void>(prepare(comm, table));
    FAIL();
  } catch (const AgreedError& error) {
    EXPECT_EQ(error.status(), Exit::kCannotCluster);
  }
  for (std::size_t i = 0; i < table.values.size(); i += 2) table.values[i] = missing_cell(CellKind::kMissing);
  try {
    static_cast<void>(prepare(comm, table));
    FAIL();
  } catch (const AgreedError& error) {
    EXPECT_EQ(error.status(), Exit::kCannotCluster);
    EXPECT_NE(std::string(error.what()).find("f0"), std::string::npos) << error.what();
  }
}

TEST(Scaling, ConstantFeaturesBecomeExactZeros) {
  const comm::Communicator comm = comm::Communicator::world();
  Table table = made_table(50, 2, 6);
  for (std::size_t i = 0; i < table.values.size(); i += 2) table.values[i] = 0.1;
  const test::Prepared prepared = prepare(comm, table);
  EXPECT_EQ(prepared.scaler.scale[0], 0.0);
  ASSERT_EQ(prepared.warnings.size(), 1U);
  EXPECT_NE(prepared.warnings[0].find("f0 is constant"), std::string::npos);
  for (RowIndex i = 0; i < prepared.rows.blocks.rows(); ++i) EXPECT_EQ(prepared.rows.blocks.at(i, 0), 0.0F);
  EXPECT_EQ(prepared.moments.correlation(0, 1), 0.0);
}

TEST(Moments, NoCorrelationIsBeyondOne) {
  const comm::Communicator comm = comm::Communicator::world();
  // A column and its multiples: rounding alone decides on which side of 1 a quotient lies.
  int checked = 0;
  for (unsigned seed = 0; seed < 40; ++seed) {
    Table table{8, {}};
    const Table one = made_table(20 + seed, 1, seed);
    for (const double value : one.values) {
      for (const double factor : {1.0, 3.0, -7.0, 0.1, -1.1, 1e5 / 3, 9.9, -0.3})
        table.values.push_back(value * factor);
    }
    const Moments moments = prepare(comm, table).moments;
    for (std::size_t a = 0; a < 8; ++a) {
      for (std::size_t b = 0; b < 8; ++b, ++checked) {
        const double r = moments.correlation(a, b);
        EXPECT_LE(std::abs(r), 1.0);
        EXPECT_NEAR(std::abs(r), 1.0, 1e-12);
      }
    }
  }
  EXPECT_EQ(checked, 40 * 64);
}

TEST(Scaling, StaysOnTheGridAndClose) {
  const comm::Communicator comm = comm::Communicator::world();
  for (const Scaling scaling : {Scaling::kStandard, Scaling::kMinMax, Scaling::kNone}) {
    const Table table = made_table(200, 4, 7);
    const test::Prepared prepared = prepare(comm, table, scaling);
    for (RowIndex i = 0; i < prepared.rows.blocks.rows(); ++i) {
      const auto row = static_cast<std::size_t>(prepared.rows.row_of(i));
      for (std::size_t j = 0; j < 4; ++j) {
        const double value = table.values[row * 4 + j];
        const auto coordinate = static_cast<double>(prepared.rows.blocks.at(i, j));
        const double multiple = coordinate / prepared.scaler.step[j];
        EXPECT_EQ(multiple, std::nearbyint(multiple));
        EXPECT_LE(std::abs(multiple), 0x1p23);
        EXPECT_NEAR(coordinate, prepared.scaler.centred(j, value), prepared.scaler.step[j] / 2 * 1.000001);
        EXPECT_NEAR(prepared.scaler.to_original(j, coordinate), value,
                    prepared.scaler.step[j] * prepared.scaler.space_unit * prepared.scaler.scale[j]);
      }
    }
  }
}

TEST(Scaling, SaysWhatMinMaxAndNoneMean) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(100, 2, 8);
  const test::Prepared minmax = prepare(comm, table, Scaling::kMinMax);
  EXPECT_NEAR(minmax.scaler.to_space(0, minmax.scaler.centred(0, minmax.moments.min[0])), 0, 1e-12);
  EXPECT_NEAR(minmax.scaler.to_space(0, minmax.scaler.centred(0, minmax.moments.max[0])), 1, 1e-12);
  const test::Prepared none = prepare(comm, table, Scaling::kNone);
  EXPECT_NEAR(none.scaler.to_space(1, none.scaler.centred(1, 3.25)), 3.25, 1e-9);
  EXPECT_NEAR(none.scaler.to_space(1, none.scaler.from_space(1, 3.25)), 3.25, 1e-9);
}

}  // namespace
}  // namespace chorus::features
