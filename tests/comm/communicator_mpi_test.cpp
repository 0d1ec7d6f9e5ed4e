#include "chorus/comm/agree.hpp"
#include "chorus/comm/communicator.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <new>
#include <numeric>

namespace chorus::comm {
namespace {

/// The collectives must not care where a transfer is split.
class Collectives : public testing::TestWithParam<std::size_t> {
 protected:
  void SetUp() override { Communicator::limit_transfer(GetParam()); }
  void TearDown() override { Communicator::limit_transfer(std::size_t{1} << 30U); }
  Communicator comm = Communicator::world();
};

TEST_P(Collectives, SumsInt64) {
  std::vector<std::int64_t> values(100);
  std::iota(values.begin(), values.end(), comm.rank());
  comm.sum(std::span<std::int64_t>(values));
  const std::int64_t p = comm.size();
  for (std::int64_t i = 0; i < 100; ++i)
    EXPECT_EQ(values[static_cast<std::size_t>(i)], i * p + p * (p - 1) / 2);
}

TEST_P(Collectives, SumsInt128WithSigns) {
  const Int128 large = Int128{1} << 100;
  std::vector<Int128> values = {large + comm.rank(), -large - comm.rank(), -1, 0};
  comm.sum(std::span<Int128>(values));
  const Int128 p = comm.size();
  EXPECT_TRUE(values[0] == large * p + p * (p - 1) / 2);
  EXPECT_TRUE(values[1] == -large * p - p * (p - 1) / 2);
  EXPECT_TRUE(values[2] == -p);
  EXPECT_TRUE(values[3] == 0);
}

TEST_P(Collectives, ScanGivesTheTotalsBelowAndOverAll) {
  const auto value = [](int rank, Int128 scale) { return scale * (rank + 1) * (rank % 2 == 0 ? 1 : -1); };
  const std::array<Int128, 2> scales = {(Int128{1} << 100) + 1, 3};
  std::vector<Int128> mine;
  for (const Int128 scale : scales) mine.push_back(value(comm.rank(), scale));
  const auto scan = comm.scan(mine);
  for (std::size_t i = 0; i < scales.size(); ++i) {
    Int128 below = 0;
    Int128 total = 0;
    for (int rank = 0; rank < comm.size(); ++rank) {
      if (rank < comm.rank()) below += value(rank, scales[i]);
      total += value(rank, scales[i]);
    }
    EXPECT_TRUE(scan.below[i] == below);
    EXPECT_TRUE(scan.total[i] == total);
  }
}

TEST_P(Collectives, GathersDifferentSizesInRankOrder) {
  const std::vector<int> mine(static_cast<std::size_t>(comm.rank()), comm.rank());
  const auto all = comm.all_gather(std::span<const int>(mine));
  std::vector<int> expected;
  for (int r = 0; r < comm.size(); ++r) expected.insert(expected.end(), static_cast<std::size_t>(r), r);
  EXPECT_EQ(all, expected);
  const auto at_root = comm.gather(std::span<const int>(mine), 0);
  EXPECT_EQ(at_root, comm.is_root() ? expected : std::vector<int>{});
}

TEST_P(Collectives, GathersTexts) {
  const auto texts = comm.all_gather(std::string(static_cast<std::size_t>(comm.rank()), 'x'));
  ASSERT_EQ(std::ssize(texts), comm.size());
  for (std::size_t r = 0; r < texts.size(); ++r) EXPECT_EQ(texts[r], std::string(r, 'x'));
}

TEST_P(Collectives, DealsAllToAll) {
  std::vector<std::vector<int>> outgoing;
  for (int to = 0; to < comm.size(); ++to)
    outgoing.emplace_back(static_cast<std::size_t>(to + 1), comm.rank());
  const auto incoming = comm.all_to_all(outgoing);
  std::vector<int> expected;
  for (int from = 0; from < comm.size(); ++from) {
    expected.insert(expected.end(), static_cast<std::size_t>(comm.rank() + 1), from);
  }
  EXPECT_EQ(incoming, expected);
}

TEST_P(Collectives, ExchangesRoundTheRing) {
  std::vector<int> out(50, comm.rank());
  std::vector<int> in(50, -1);
  const int next = (comm.rank() + 1) % comm.size();
  const int previous = (comm.rank() + comm.size() - 1) % comm.size();
  comm.exchange_bytes(std::as_bytes(std::span(out)), next, std::as_writable_bytes(std::span(in)), previous,
                      5);
  EXPECT_EQ(in, std::vector<int>(50, previous));
}

TEST_P(Collectives, BroadcastsText) {
  EXPECT_EQ(comm.broadcast(comm.is_root() ? "a longer text than one piece" : "", 0),
            "a longer text than one piece");
}

INSTANTIATE_TEST_SUITE_P(WholeAndSplit, Collectives, testing::Values(std::size_t{1} << 30U, std::size_t{24}));

TEST(Traffic, CountsCallsAndBytes) {
  const Communicator comm = Communicator::world();
  std::vector<std::int64_t> values(10, 1);
  comm.sum(std::span<std::int64_t>(values));
  EXPECT_EQ(comm.traffic().calls, comm.size() > 1 ? 1U : 0U);
  EXPECT_EQ(comm.traffic().bytes, comm.size() > 1 ? 80U : 0U);
}

TEST(Agree, PassesResultsThrough) {
  const Communicator comm = Communicator::world();
  EXPECT_EQ(agree_on(comm, [&] { return comm.rank(); }), comm.rank());
}

TEST(Agree, ThrowsTheLowestFailingRanksErrorOnEveryRank) {
  const Communicator comm = Communicator::world();
  const int failing = comm.size() / 2;
  try {
    agree_on(comm, [&] {
      if (comm.rank() >= failing) throw Error(Exit::kIo, "rank " + std::to_string(comm.rank()) + " failed");
    });
    FAIL() << "no rank may go on";
  } catch (const AgreedError& error) {
    EXPECT_EQ(error.status(), Exit::kIo);
    EXPECT_EQ(std::string(error.what()), "rank " + std::to_string(failing) + " failed");
  }
}

TEST(Agree, WhatNobodyExpectedIsABug) {
  const Communicator comm = Communicator::world();
  const auto said = [&](const std::exception_ptr& failure) -> std::string {
    try {
      agree(comm, comm.rank() == comm.size() - 1 ? failure : nullptr);
    } catch (const AgreedError& error) {
      EXPECT_EQ(error.status(), Exit::kBug);
      return error.what();
    }
    return "no error";
  };
  EXPECT_EQ(said(std::make_exception_ptr(std::out_of_range("row 7"))),
            "internal error (row 7): please report it");
  EXPECT_EQ(said(std::make_exception_ptr(7)), "internal error (unknown exception): please report it");
}

TEST(Agree, TurnsRefusedMemoryIntoItsStatus) {
  const Communicator comm = Communicator::world();
  try {
    agree_on(comm, [&] {
      if (comm.rank() == comm.size() - 1) throw std::bad_alloc();
    });
    FAIL() << "no rank may go on";
  } catch (const AgreedError& error) {
    EXPECT_EQ(error.status(), Exit::kMemory);
  }
}

}  // namespace
}  // namespace chorus::comm
