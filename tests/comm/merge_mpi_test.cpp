// Pairwise merging gives what gathering and merging at once gives, and no rank is sent all lists.
#include "chorus/comm/merge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace chorus::comm {
namespace {

using Numbers = std::vector<std::int64_t>;

/// The `count` smallest of both, ascending.
Numbers smallest(const Numbers& a, const Numbers& b, std::size_t count) {
  Numbers both;
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  both.resize(std::min(both.size(), count));
  return both;
}

TEST(Merge, KeepsTheSmallestOfAll) {
  const Communicator comm = Communicator::world();
  Numbers mine;
  for (int i = 0; i < 3 * comm.rank(); ++i) mine.push_back((i * 37 + comm.rank() * 11) % 101);
  std::sort(mine.begin(), mine.end());
  Numbers expected = comm.all_gather(std::span<const std::int64_t>(mine));
  std::sort(expected.begin(), expected.end());
  expected.resize(std::min<std::size_t>(expected.size(), 5));
  const auto merge = [](const Numbers& a, const Numbers& b) { return smallest(a, b, 5); };
  EXPECT_EQ(merge_all(comm, mine, merge), expected);
  EXPECT_EQ(merge_to_root(comm, mine, merge), comm.is_root() ? expected : Numbers());
}

TEST(Merge, LowerRanksComeFirst) {
  const Communicator comm = Communicator::world();
  const auto joined = [](Numbers a, const Numbers& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
  };
  Numbers expected;
  for (int rank = 0; rank < comm.size(); ++rank) expected.push_back(rank);
  EXPECT_EQ(merge_all(comm, Numbers{comm.rank()}, joined), expected);
}

TEST(Merge, CostsNoRankTheListsOfAll) {
  const Communicator comm = Communicator::world();
  constexpr std::size_t kLength = 1000;
  const Numbers mine(kLength, comm.rank());
  const std::uint64_t before = comm.traffic().bytes;
  static_cast<void>(
      merge_all(comm, mine, [](const Numbers& a, const Numbers& b) { return smallest(a, b, kLength); }));
  int rounds = 0;
  while ((1 << rounds) < comm.size()) ++rounds;
  EXPECT_LE(comm.traffic().bytes - before, (static_cast<std::uint64_t>(rounds) + 1) * 8 * (kLength + 1));
}

}  // namespace
}  // namespace chorus::comm
