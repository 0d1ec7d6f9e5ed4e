#include "chorus/core/error.hpp"
#include "chorus/study/measure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace chorus::study {
namespace {

using comm::Communicator;

/// Sums ranks; rank 0 works longer.
PrepareWork summing(std::int64_t& prepared, std::int64_t& ran) {
  return [&](const Communicator& comm, const Point&, session::PhaseClock& clock) {
    ++prepared;
    clock.enter("load");
    comm.barrier();
    auto sum = std::make_shared<std::int64_t>(0);
    Work work;
    work.run = [&comm, &ran, sum](session::PhaseClock& timed) {
      ++ran;
      timed.enter("work");
      std::this_thread::sleep_for(std::chrono::milliseconds(comm.is_root() ? 60 : 10));
      *sum = comm.sum_of<std::int64_t>(comm.rank() + 1);
    };
    work.fingerprint = [sum] { return std::to_string(*sum); };
    return work;
  };
}

TEST(Measure, RunsOnTheFirstRanksAlone) {
  const Communicator world = Communicator::world();
  for (int ranks = 1; ranks <= world.size(); ++ranks) {
    std::int64_t prepared = 0;
    std::int64_t ran = 0;
    const PointRun run{{Study::kStrong, ranks, 0, 100}, 3, 2, Waiting::kFromImbalance};
    const auto all = measure_point(world, 0, run, summing(prepared, ran));
    EXPECT_EQ(prepared, world.rank() < ranks ? 1 : 0);
    EXPECT_EQ(ran, world.rank() < ranks ? 2 : 0);
    if (!world.is_root()) {
      EXPECT_TRUE(all.empty());
      continue;
    }
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].repeat, 3);
    EXPECT_EQ(all[1].repeat, 4);
    EXPECT_EQ(all[0].ranks, ranks);
    EXPECT_EQ(all[0].nodes, 1);
    EXPECT_EQ(all[0].fingerprint, std::to_string(ranks * (ranks + 1) / 2));
    ASSERT_EQ(all[0].phases.size(), 2U);
    EXPECT_FALSE(all[0].phases[0].counted);
    ASSERT_EQ(all[1].phases.size(), 1U);
    EXPECT_GE(all[1].seconds, 0.06);
    EXPECT_EQ(all[1].phases[0].calls, ranks == 1 ? 0U : static_cast<unsigned>(ranks));
  }
}

TEST(Measure, TellsWaitingForTheBusiestRank) {
  const Communicator world = Communicator::world();
  for (const Waiting how : {Waiting::kFromImbalance, Waiting::kFromBarriers}) {
    std::int64_t prepared = 0;
    std::int64_t ran = 0;
    const PointRun run{{Study::kStrong, world.size(), 0, 100}, 1, 1, how};
    const auto all = measure_point(world, 0, run, summing(prepared, ran));
    if (!world.is_root()) continue;
    // All but rank 0 wait 50 ms.
    const double expected = 0.05 * (world.size() - 1) / world.size();
    EXPECT_GT(all[0].phases[1].waiting, 0.5 * expected - 1e-9);
    EXPECT_LT(all[0].phases[1].communication, 0.5 * expected + 0.03);
  }
}

TEST(Measure, OfWholeHosts) {
  const Communicator world = Communicator::world();
  const int host = world.rank() % 2;  // as if ranks were dealt to two hosts in turn
  const int ranks = (world.size() + 1) / 2;
  std::int64_t prepared = 0;
  std::int64_t ran = 0;
  const PointRun run{{Study::kStrong, ranks, 1, 100}, 1, 1, Waiting::kFromImbalance};
  const auto all = measure_point(world, host, run, summing(prepared, ran));
  EXPECT_EQ(ran, host == 0 ? 1 : 0);
  EXPECT_EQ(all.size(), world.is_root() ? 1U : 0U);
  for (const Measurement& one : all) EXPECT_EQ(one.ranks, ranks);
}

TEST(Measure, AnErrorOfTheWorkersWakesThoseAsleep) {
  const Communicator world = Communicator::world();
  const PrepareWork failing = [](const Communicator&, const Point&, session::PhaseClock&) -> Work {
    throw AgreedError(Exit::kCannotCluster, "too few songs");
  };
  const PointRun run{{Study::kStrong, 1, 0, 100}, 1, 1, Waiting::kFromImbalance};
  EXPECT_THAT([&] { static_cast<void>(measure_point(world, 0, run, failing)); },
              testing::ThrowsMessage<AgreedError>(testing::HasSubstr("too few songs")));
  world.barrier();
}

}  // namespace
}  // namespace chorus::study
