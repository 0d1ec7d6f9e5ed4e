#include "chorus/comm/communicator.hpp"
#include "comm/exchange_sum.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace chorus::comm {
namespace {

TEST(ExchangeSum, AddsOverAnyNumberOfRanks) {
  const Communicator comm = Communicator::world();
  for (const std::size_t length : {1, 89, 256}) {
    std::vector<std::int64_t> values;
    std::vector<std::int64_t> expected(length, 0);
    for (std::size_t i = 0; i < length; ++i) {
      const auto of = [&](int rank) { return (std::int64_t{1} << 40U) * (rank + 1) - static_cast<int>(i); };
      values.push_back(of(comm.rank()));
      for (int rank = 0; rank < comm.size(); ++rank) expected[i] += of(rank);
    }
    ASSERT_EQ(exchange_sum(comm.handle(), comm.rank(), comm.size(), values), MPI_SUCCESS);
    EXPECT_EQ(values, expected);
  }
}

TEST(ExchangeSum, CallsDoNotMix) {
  const Communicator comm = Communicator::world();
  for (std::int64_t call = 0; call < 50; ++call) {
    std::vector<std::int64_t> values = {call, comm.rank()};
    ASSERT_EQ(exchange_sum(comm.handle(), comm.rank(), comm.size(), values), MPI_SUCCESS);
    EXPECT_EQ(values[0], call * comm.size());
    EXPECT_EQ(values[1], comm.size() * (comm.size() - 1) / 2);
  }
}

}  // namespace
}  // namespace chorus::comm
