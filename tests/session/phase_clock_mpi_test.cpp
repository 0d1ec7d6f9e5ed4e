#include "chorus/session/phase_clock.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace chorus::session {
namespace {

TEST(PhaseClock, CountsThePhaseThatRunsSoFar) {
  const comm::Communicator comm = comm::Communicator::world();
  PhaseClock clock(comm);
  clock.enter("report");
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  comm.barrier();
  const std::vector<PhaseTotals> while_it_runs = clock.totals();
  ASSERT_EQ(while_it_runs.size(), 1U);
  EXPECT_GE(while_it_runs[0].min, 0.02);
  EXPECT_GE(while_it_runs[0].mean, while_it_runs[0].communication + while_it_runs[0].io);
  EXPECT_TRUE(comm.size() == 1 || while_it_runs[0].calls > 0);
  clock.leave();
  const std::vector<PhaseTotals> ended = clock.totals();
  EXPECT_GE(ended[0].min, while_it_runs[0].min) << "and it is counted once";
  EXPECT_LT(ended[0].min, 10 * while_it_runs[0].max + 1);
}

}  // namespace
}  // namespace chorus::session
