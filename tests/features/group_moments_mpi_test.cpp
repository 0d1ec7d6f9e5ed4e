#include "chorus/features/group_moments.hpp"
#include "support/made_rows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace chorus::features {
namespace {

using test::made_table;
using test::prepare;
using test::Prepared;
using test::Table;

/// The group of every row of a table, whole on every rank.
using Groups = std::vector<std::size_t>;

GroupMoments measure(const comm::Communicator& comm, const Table& table, const Groups& groups,
                     std::size_t number) {
  Prepared prepared = prepare(comm, table);
  const ShardRows shard = test::shard_of(comm, table);
  const Clustering clustering = make_clustering(comm, prepared.rows, number, [&](RowIndex i) {
    return groups[static_cast<std::size_t>(shard.range().begin + i)];
  });
  return measure_groups(comm, shard, prepared.rules, prepared.moments, clustering);
}

struct Serial {
  long double mean = 0;
  long double deviation = 0;
};

Serial serially(const Table& table, const Groups& groups, std::size_t group, std::size_t feature) {
  long double sum = 0;
  long double n = 0;
  const auto each = [&](const auto& visit) {
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (groups[i] == group) visit(static_cast<long double>(table.values[i * table.width + feature]));
    }
  };
  each([&](long double x) { sum += x, n += 1; });
  Serial found;
  found.mean = sum / n;
  long double squares = 0;
  each([&](long double x) { squares += (x - found.mean) * (x - found.mean); });
  found.deviation = std::sqrt(squares / n);
  return found;
}

void expect_as_serial(const GroupMoments& found, const Table& table, const Groups& groups) {
  for (std::size_t g = 0; g < found.mean.size(); ++g) {
    if (std::find(groups.begin(), groups.end(), g) == groups.end()) continue;
    for (std::size_t j = 0; j < table.width; ++j) {
      const Serial truth = serially(table, groups, g, j);
      const auto mean = static_cast<double>(truth.mean);
      const auto deviation = static_cast<double>(truth.deviation);
      EXPECT_NEAR(found.mean[g][j], mean, 1e-13 * std::max(std::abs(mean), deviation)) << g << ' ' << j;
      EXPECT_NEAR(found.deviation[g][j], deviation, 1e-12 * deviation) << g << ' ' << j;
    }
  }
}

TEST(GroupMoments, MatchASerialTwinInLongDouble) {
  const comm::Communicator comm = comm::Communicator::world();
  const Table table = made_table(1003, 5, 1);
  Groups groups(1003);
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = (i * i + i / 3) % 7;
  expect_as_serial(measure(comm, table, groups, 7), table, groups);
}

TEST(GroupMoments, NothingOutsideOfAGroupCostsItPrecision) {
  const comm::Communicator comm = comm::Communicator::world();
  // One absurd value, alone in its group: the others' deviations are as without it. From where one grid for
  // all groups began to fail, to the largest values that are read.
  for (const double absurd : {1e10, 1e12, -1e15, 1e18, 1e300}) {
    Table table = made_table(900, 4, 2);
    Groups groups(900);
    for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = i % 3;
    groups[450] = 3;
    table.values[450 * 4 + 3] = absurd;
    const GroupMoments found = measure(comm, table, groups, 4);
    expect_as_serial(found, table, groups);
    for (std::size_t j = 0; j < 4; ++j) {
      EXPECT_EQ(found.deviation[3][j], 0) << "one row";
      EXPECT_EQ(found.mean[3][j], table.values[450 * 4 + j]) << "one row";
    }
  }
}

TEST(GroupMoments, EqualValuesDeviateByNothing) {
  const comm::Communicator comm = comm::Communicator::world();
  Table table = made_table(300, 3, 3);
  Groups groups(300);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    groups[i] = i % 5 == 0 ? 4 : i % 3;
    if (groups[i] == 1) table.values[i * 3] = 0.1 + 0.2;
    if (groups[i] == 2) table.values[i * 3] = i % 2 == 0 ? 0.0 : -0.0;
  }
  const GroupMoments found = measure(comm, table, groups, 6);
  EXPECT_EQ(found.deviation[1][0], 0);
  EXPECT_EQ(found.mean[1][0], 0.1 + 0.2);
  EXPECT_EQ(found.deviation[2][0], 0);
  EXPECT_FALSE(std::signbit(found.mean[2][0]));
  const Moments moments = prepare(comm, table).moments;
  EXPECT_EQ(found.mean[5], moments.mean) << "an empty group";
  EXPECT_EQ(found.deviation[5], std::vector<double>(3, 0.0)) << "an empty group";
}

TEST(GroupMoments, DoNotDependOnTheOrderOfRows) {
  const comm::Communicator comm = comm::Communicator::world();
  Table table = made_table(500, 3, 4);
  table.values[7] = 1e15;
  Groups groups(500);
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = (i * 7 + i / 2) % 4;
  Table reversed{3, {}};
  for (RowIndex i = table.rows() - 1; i >= 0; --i) {
    const auto first = table.values.begin() + i * 3;
    reversed.values.insert(reversed.values.end(), first, first + 3);
  }
  const GroupMoments found = measure(comm, table, groups, 4);
  std::reverse(groups.begin(), groups.end());
  const GroupMoments again = measure(comm, reversed, groups, 4);
  EXPECT_EQ(found.mean, again.mean);
  EXPECT_EQ(found.deviation, again.deviation);
}

}  // namespace
}  // namespace chorus::features
