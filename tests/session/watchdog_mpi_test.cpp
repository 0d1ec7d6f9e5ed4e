#include "chorus/session/watchdog.hpp"
#include "support/job_folder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace chorus::session {
namespace {

// That it bites is tested with the real program (tests/reliability/hang.sh, fault.sh): it ends the process.

void pause(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

TEST(Watchdog, LetsARankWorkThatBeats) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::JobFolder job(comm);
  const Watchdog watchdog(comm, job.path(), 0.5);
  for (int i = 0; i < 20; ++i) {
    pause(0.05);
    comm.pulse().beat();
  }
}

TEST(Watchdog, LetsTheOthersWaitForARankThatWorks) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::JobFolder job(comm);
  const Watchdog watchdog(comm, job.path(), 1.0);
  if (comm.rank() == comm.size() - 1) {
    for (int i = 0; i < 70; ++i) {  // longer than they take to lose patience and to ask
      pause(0.1);
      comm.pulse().beat();
    }
  }
  comm.barrier();
  EXPECT_FALSE(comm.pulse().waiting());
}

// Without it a rank that is in no call of the communicator hangs.
TEST(Watchdog, LetsARankWaitForTheEndOutsideOfAnyCall) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::JobFolder job(comm);
  Watchdog watchdog(comm, job.path(), 1.0);
  if (!comm.is_root()) watchdog.wait_for_the_end();
  for (int step = 0; step < 30; ++step) {
    pause(0.1);
    if (comm.is_root()) comm.pulse().beat();
  }
  comm.barrier();
  EXPECT_EQ(comm.pulse().waiting(), !comm.is_root());
}

TEST(Watchdog, EndsAtOnce) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::JobFolder job(comm);
  const auto start = std::chrono::steady_clock::now();
  { const Watchdog watchdog(comm, job.path(), 3600); }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

}  // namespace
}  // namespace chorus::session
