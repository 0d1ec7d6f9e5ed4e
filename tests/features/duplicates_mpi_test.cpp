// Duplicates over ranks: equal to counting all hashes in one map.
#include "chorus/core/cell.hpp"
#include "chorus/core/random.hpp"
#include "chorus/features/duplicates.hpp"
#include "shard_of.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

namespace chorus::features {
namespace {

class Duplicates : public testing::Test {
 protected:
  comm::Communicator comm = comm::Communicator::world();

  /// This rank's part of `all`, dealt like cards.
  [[nodiscard]] std::deque<Hash128> mine(const std::vector<Hash128>& all) const {
    std::deque<Hash128> part;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (static_cast<int>(i) % comm.size() == comm.rank()) part.push_back(all[i]);
    }
    return part;
  }

  void expect_as_counted(const std::vector<Hash128>& all, std::size_t round) {
    std::map<Hash128, RowIndex> groups;
    for (const Hash128& hash : all) ++groups[hash];
    RowIndex largest = 0;
    for (const auto& [hash, size] : groups) largest = std::max(largest, size);
    const DuplicateCounts found = count_duplicates(comm, mine(all), round);
    EXPECT_EQ(found.rows, std::ssize(all));
    EXPECT_EQ(found.distinct, std::ssize(groups));
    EXPECT_EQ(found.repeats(), std::ssize(all) - std::ssize(groups));
    EXPECT_EQ(found.largest_group, largest);
  }
};

/// `count` hashes of which about `distinct` differ.
std::vector<Hash128> made_hashes(std::size_t count, std::uint64_t distinct) {
  std::vector<Hash128> hashes;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t which = random_u64(1, Purpose::kSynthetic, i) % distinct;
    hashes.push_back({random_u64(2, Purpose::kSynthetic, which), random_u64(3, Purpose::kSynthetic, which)});
  }
  return hashes;
}

TEST_F(Duplicates, AHashThatManyRowsHaveTravelsOnceFromEachRank) {
  const std::vector<Hash128> all(20000, Hash128{~std::uint64_t{0}, 1});
  const std::uint64_t before = comm.traffic().bytes;
  const DuplicateCounts found = count_duplicates(comm, mine(all));
  EXPECT_EQ(found.distinct, 1);
  EXPECT_EQ(found.largest_group, 20000);
  EXPECT_LT(comm.traffic().bytes - before, 10000U) << "20,000 hashes are 320,000 bytes";
}

TEST_F(Duplicates, AgreeWithAMap) {
  for (const std::size_t count : {0U, 1U, 2U, 10U, 3000U}) {
    for (const std::uint64_t distinct : {std::uint64_t{1}, std::uint64_t{50}, ~std::uint64_t{0}}) {
      for (const std::size_t round : {std::size_t{1} << 17U, std::size_t{7}}) {
        if (round < 10 && count > 100) continue;
        SCOPED_TRACE(fmt::format("{} of {}", count, distinct));
        expect_as_counted(made_hashes(count, distinct), round);
      }
    }
  }
  expect_as_counted(made_hashes(3000, 700), 100);
}

TEST_F(Duplicates, TellHashesApartByEitherHalf) {
  constexpr std::uint64_t kTop = ~std::uint64_t{0};
  expect_as_counted({{0, 0}, {0, 1}, {1, 0}, {kTop, kTop}, {kTop, 0}, {kTop, kTop}}, 2);
}

TEST_F(Duplicates, WhereOneRankHoldsAllHashes) {
  std::deque<Hash128> hashes;
  if (comm.rank() == comm.size() - 1) hashes.assign(100, Hash128{5, 5});
  const DuplicateCounts found = count_duplicates(comm, hashes, 3);
  EXPECT_EQ(found.rows, 100);
  EXPECT_EQ(found.distinct, 1);
  EXPECT_EQ(found.largest_group, 100);
}

TEST_F(Duplicates, OfRowsWithEqualFeatures) {
  const double missing = missing_cell(CellKind::kMissing);
  const double text = missing_cell(CellKind::kNotNumeric);
  const std::vector<double> rows = {
      1, 0.0,                                       //
      1, -0.0,                                      // the same
      1, missing,                                   //
      1, std::numeric_limits<double>::quiet_NaN(),  // the same: no reason given counts as missing
      1, text,                                      // absent for another reason
      0, 1,                                         // not the order of values
      1, 5e-324,                                    // nearly zero is not zero
      1, missing,                                   // the third of its kind
  };
  const DuplicateCounts found = count_duplicates(comm, hash_rows(shard_of(comm, rows, 2)));
  EXPECT_EQ(found.rows, 8);
  EXPECT_EQ(found.distinct, 5);
  EXPECT_EQ(found.largest_group, 3);
}

}  // namespace
}  // namespace chorus::features
