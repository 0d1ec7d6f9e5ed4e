#include "chorus/core/cell.hpp"
#include "chorus/features/chosen_rows.hpp"
#include "chorus/features/row_sample.hpp"
#include "support/made_rows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace chorus::features {
namespace {

using test::made_table;
using test::prepare;

TEST(RowSample, IsTheRowsWithTheSmallestHash) {
  const comm::Communicator comm = comm::Communicator::world();
  test::Table table = made_table(700, 2, 1);
  table.values[2 * 13] = missing_cell(CellKind::kMissing);
  const test::Prepared prepared = prepare(comm, table);
  for (const RowIndex size : {RowIndex{0}, RowIndex{1}, RowIndex{20}, RowIndex{690}, RowIndex{5000}}) {
    std::vector<std::pair<std::uint64_t, RowIndex>> hashes;
    for (RowIndex row = 0; row < 700; ++row) {
      if (row == 13) continue;
      hashes.emplace_back(random_u64(9, Purpose::kSilhouetteSample, static_cast<std::uint64_t>(row)), row);
    }
    std::sort(hashes.begin(), hashes.end());
    hashes.resize(std::min<std::size_t>(hashes.size(), static_cast<std::size_t>(size)));
    std::vector<RowIndex> expected;
    for (const auto& [hash, row] : hashes) expected.push_back(row);
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(sample_rows(comm, prepared.rows, size, 9, Purpose::kSilhouetteSample), expected);
  }
}

TEST(ChosenRows, EachRankKnowsItsOwnAndHowManyAreBelow) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::Prepared prepared = prepare(comm, made_table(500, 2, 3));
  for (const RowIndex size : {RowIndex{1}, RowIndex{77}, RowIndex{499}, RowIndex{500}}) {
    const ChosenRows chosen = choose_rows(comm, prepared.rows, size, 4, Purpose::kSilhouetteSample);
    EXPECT_EQ(chosen.total(), size);
    std::vector<RowIndex> numbers;
    for (RowIndex number = chosen.here().begin; number < chosen.here().end; ++number) {
      numbers.push_back(number);
      EXPECT_LT(chosen.index(number), prepared.rows.blocks.rows());
    }
    std::vector<RowIndex> expected(static_cast<std::size_t>(size));
    std::iota(expected.begin(), expected.end(), RowIndex{0});
    EXPECT_EQ(comm.all_gather(std::span<const RowIndex>(numbers)), expected);
  }
}

TEST(ChosenRows, NoRankIsSentALongerListForALargerSample) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::Prepared prepared = prepare(comm, made_table(40000, 2, 3));
  const auto bytes_for = [&](RowIndex size) {
    const std::uint64_t before = comm.traffic().bytes;
    static_cast<void>(choose_rows(comm, prepared.rows, size, 4, Purpose::kSilhouetteSample));
    return comm.traffic().bytes - before;
  };
  EXPECT_EQ(bytes_for(30000), bytes_for(100));
  EXPECT_LE(bytes_for(40000), 1000U) << "all rows: where this rank's begin, and nothing else";
}

TEST(RowSample, FetchesTheRowsThatAreAskedFor) {
  const comm::Communicator comm = comm::Communicator::world();
  test::Table table = made_table(90, 3, 2);
  table.values[3 * 44] = missing_cell(CellKind::kMissing);
  const test::Prepared prepared = prepare(comm, table);
  const auto scaled = test::scaled_table(table, prepared);  // without row 44
  const std::vector<RowIndex> wanted = {0, 43, 45, 89};
  const std::vector<float> got = fetch_rows(comm, prepared.rows, wanted);
  ASSERT_EQ(got.size(), 12U);
  const std::vector<std::size_t> at = {0, 43, 44, 88};
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 3; ++j) EXPECT_EQ(static_cast<double>(got[i * 3 + j]), scaled[at[i]][j]);
  }
  for (RowIndex i = 0; i < prepared.rows.blocks.rows(); ++i) {
    EXPECT_EQ(index_of(prepared.rows, prepared.rows.row_of(i)), i);
  }
  EXPECT_EQ(index_of(prepared.rows, 44), -1);
}

}  // namespace
}  // namespace chorus::features
