#include "chorus/comm/communicator.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <thread>

namespace chorus::comm {
namespace {

TEST(Split, KeepsTheOrderAndCountsAnew) {
  const Communicator world = Communicator::world();
  static_cast<void>(world.sum_of<std::int64_t>(1));
  const bool odd = world.rank() % 2 == 1;
  std::optional<Communicator> part = world.split(odd);
  ASSERT_EQ(part.has_value(), odd);
  if (!part) return;
  EXPECT_EQ(part->size(), world.size() / 2);
  EXPECT_EQ(part->rank(), world.rank() / 2);
  EXPECT_EQ(part->traffic().calls, 0U);
  const Communicator copy = *part;
  part.reset();
  EXPECT_EQ(copy.sum_of<std::int64_t>(1), copy.size());  // lives as long as a copy does
}

TEST(Split, CanBeDoneManyTimes) {
  const Communicator world = Communicator::world();
  for (int i = 0; i < 300; ++i) {
    const auto part = world.split(world.rank() <= i % world.size());
    if (part) part->barrier();
  }
}

TEST(Rest, WaitsForTheLastAndSleeps) {
  const Communicator world = Communicator::world();
  world.barrier();
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t used = std::clock();
  if (world.is_root()) std::this_thread::sleep_for(std::chrono::milliseconds(300));
  world.rest();
  const double waited = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  EXPECT_GE(waited, world.size() == 1 ? 0.3 : 0.25);
  EXPECT_LT(static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC, 0.1);
}

}  // namespace
}  // namespace chorus::comm
