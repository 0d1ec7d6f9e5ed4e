#include "chorus/comm/communicator.hpp"
#include "comm/exchange_reduce.hpp"

#include <gtest/gtest.h>

#include <span>
#include <vector>

namespace chorus::comm {
namespace {

int reduce(const Communicator& comm, std::span<std::int64_t> values, MPI_Op op) {
  const ReducedList list{values.data(), static_cast<int>(values.size()), values.size_bytes(), MPI_INT64_T,
                         op};
  return exchange_reduce(comm.handle(), comm.rank(), comm.size(), list);
}

TEST(ExchangeReduce, AddsOverAnyNumberOfRanks) {
  const Communicator comm = Communicator::world();
  for (const std::size_t length : {1UL, 89UL, 256UL}) {
    std::vector<std::int64_t> values;
    std::vector<std::int64_t> expected(length, 0);
    for (std::size_t i = 0; i < length; ++i) {
      const auto of = [&](int rank) { return (std::int64_t{1} << 40U) * (rank + 1) - static_cast<int>(i); };
      values.push_back(of(comm.rank()));
      for (int rank = 0; rank < comm.size(); ++rank) expected[i] += of(rank);
    }
    ASSERT_EQ(reduce(comm, values, MPI_SUM), MPI_SUCCESS);
    EXPECT_EQ(values, expected);
  }
}

TEST(ExchangeReduce, FindsTheSmallest) {
  const Communicator comm = Communicator::world();
  std::vector<std::int64_t> values = {comm.rank(), -comm.rank()};
  ASSERT_EQ(reduce(comm, values, MPI_MIN), MPI_SUCCESS);
  EXPECT_EQ(values, (std::vector<std::int64_t>{0, 1 - comm.size()}));
}

TEST(ExchangeReduce, CallsDoNotMix) {
  const Communicator comm = Communicator::world();
  for (std::int64_t call = 0; call < 50; ++call) {
    std::vector<std::int64_t> values = {call, comm.rank()};
    ASSERT_EQ(reduce(comm, values, MPI_SUM), MPI_SUCCESS);
    EXPECT_EQ(values[0], call * comm.size());
    EXPECT_EQ(values[1], comm.size() * (comm.size() - 1) / 2);
  }
}

}  // namespace
}  // namespace chorus::comm
