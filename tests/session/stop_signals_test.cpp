#include "chorus/session/stop_signals.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace chorus::session {
namespace {

TEST(StopSignals, AreNotedAndEndNothing) {
  for (const int number : {SIGUSR1, SIGTERM}) {
    const StopSignals signals;
    EXPECT_FALSE(StopSignals::received());
    raise(number);
    EXPECT_TRUE(StopSignals::received());
  }
  EXPECT_FALSE(StopSignals::received()) << "and nothing stays for the next";
}

TEST(StopSignalsDeathTest, EndTheProcessAgainWhereTheyAreReleased) {
  EXPECT_EXIT(
      {
        StopSignals signals;
        signals.release();
        raise(SIGTERM);
        std::_Exit(0);
      },
      testing::KilledBySignal(SIGTERM), "");
  EXPECT_EXIT(
      {
        StopSignals signals;
        raise(SIGUSR1);
        signals.release();  // the one that came before counts too
        std::_Exit(0);
      },
      testing::KilledBySignal(SIGUSR1), "");
}

}  // namespace
}  // namespace chorus::session
