#include "chorus/session/keeper.hpp"
#include "chorus/session/stop_signals.hpp"
#include "support/job_folder.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <optional>

namespace chorus::session {
namespace {

class KeeperTest : public testing::Test {
 protected:
  Keeper keeper(const KeeperOptions& options) {
    Keeper made(comm_, folder_, clock_, options);
    made.know({{"seed", "1"}});
    clock_.enter("work");
    return made;
  }
  /// The number of the newest checkpoint; 0 if there is none.
  std::uint64_t newest() {
    comm_.barrier();
    const auto found = CheckpointFolder(job_.file("checkpoint")).newest();
    comm_.barrier();
    return found ? found->checkpoint.number : 0;
  }
  comm::Communicator comm_ = comm::Communicator::world();
  test::JobFolder job_{comm_};
  CheckpointFolder folder_{job_.file("checkpoint")};
  PhaseClock clock_{comm_};
};

TEST_F(KeeperTest, GoesOnWhereNothingIsAskedFor) {
  Keeper keep = keeper({});
  int asked = 0;
  for (int i = 0; i < 10; ++i) keep.border([&] { return ++asked, std::string(); });
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(newest(), 0U);
}

TEST_F(KeeperTest, WritesWhenTheIntervalHasPassed) {
  Keeper keep = keeper({.interval = 1e-9});
  int asked = 0;
  const auto state = [&] { return ++asked, std::string("s"); };
  keep.border(state);
  keep.border(state);
  EXPECT_EQ(asked, comm_.is_root() ? 2 : 0) << "the state is asked of rank 0 alone";
  EXPECT_EQ(newest(), 2U);
  EXPECT_EQ(clock_.current(), "work") << "and the phase is the one before";
}

TEST_F(KeeperTest, OneRanksSignalStopsAll) {
  const StopSignals signals;
  Keeper keep = keeper({.interval = 0});
  const auto state = [] { return std::string("s"); };
  keep.border(state);
  if (comm_.rank() == comm_.size() - 1) raise(SIGUSR1);
  try {
    keep.border(state);
    FAIL();
  } catch (const Stopped& stopped) {
    EXPECT_EQ(stopped.status(), Exit::kStopped);
    EXPECT_NE(std::string(stopped.what()).find("--resume"), std::string::npos);
  }
  EXPECT_EQ(newest(), 1U);
}

TEST_F(KeeperTest, StopsWithoutAStateWhereThereIsNone) {
  const StopSignals signals;
  Keeper keep = keeper({});
  if (comm_.is_root()) raise(SIGTERM);
  EXPECT_THROW(keep.border(), Stopped);
  EXPECT_EQ(newest(), 0U);
}

TEST_F(KeeperTest, WritesNothingBeforeTheRunIsKnown) {
  const StopSignals signals;
  Keeper keep(comm_, folder_, clock_, {.interval = 1e-9});
  const auto state = [] { return std::string("s"); };
  keep.border(state);
  EXPECT_EQ(newest(), 0U);
  if (comm_.is_root()) raise(SIGUSR1);
  try {
    keep.border(state);
    FAIL();
  } catch (const Stopped& stopped) {
    EXPECT_NE(std::string(stopped.what()).find("nothing new to save"), std::string::npos) << stopped.what();
  }
  EXPECT_EQ(newest(), 0U);
}

TEST_F(KeeperTest, StopsBeforeTheTimeIsOver) {
  Keeper keep = keeper({.interval = 0, .max_time = 0.5});
  const auto state = [] { return std::string("s"); };
  std::optional<double> stopped;
  for (int step = 0; step < 100 && !stopped; ++step) {
    usleep(100000);
    try {
      keep.border(state);
    } catch (const Stopped&) {
      stopped = clock_.elapsed();
    }
  }
  ASSERT_TRUE(stopped);
  EXPECT_EQ(newest(), 1U);
}

TEST_F(KeeperTest, AFailureToWriteIsToldOnAllRanks) {
  job_.write("checkpoint", "a file is in the way");
  Keeper keep = keeper({.interval = 1e-9});
  try {
    keep.border([] { return std::string("s"); });
    FAIL();
  } catch (const AgreedError& error) {
    EXPECT_EQ(error.status(), Exit::kIo);
  }
}

TEST_F(KeeperTest, AJobThatNeedNotStopGoesOnWithoutACheckpoint) {
  const StopSignals signals;
  job_.write("checkpoint", "a file is in the way");
  std::string told;
  Keeper keep = keeper({.interval = 1e-9, .on_failure = [&](const std::string& why) { told = why; }});
  keep.border([] { return std::string("s"); });
  EXPECT_NE(told.find("checkpoint"), std::string::npos);
  EXPECT_EQ(clock_.current(), "work");
  // One that is to stop must not say that it can go on.
  raise(SIGUSR1);
  EXPECT_THROW(keep.border([] { return std::string("s"); }), AgreedError);
  try {
    keep.border([] { return std::string("s"); });
  } catch (const AgreedError& error) {
    EXPECT_EQ(error.status(), Exit::kIo);
  }
}

}  // namespace
}  // namespace chorus::session
