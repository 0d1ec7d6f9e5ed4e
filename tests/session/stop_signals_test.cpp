#include "chorus/session/stop_signals.hpp"

#include "chorus/core/temporary_paths.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace chorus::session {
namespace {

TEST(StopSignals, AreNotedAndEndNothing) {
  for (const int number : {SIGUSR1, SIGTERM, SIGINT, SIGHUP}) {
    const StopSignals signals;
    EXPECT_FALSE(StopSignals::received());
    raise(number);
    EXPECT_TRUE(StopSignals::received());
  }
  EXPECT_FALSE(StopSignals::received()) << "and nothing stays for the next";
}

/// A file and a folder that a process ended by a signal takes away.
struct Temporary {
  test::TemporaryFolder folder;
  std::filesystem::path inner = folder.file("inner");
  std::filesystem::path file = inner / "a.partial";
  Temporary() {
    std::filesystem::create_directory(inner);
    test::write_file(file, "half");
  }
};

TEST(StopSignalsDeathTest, EndTheProcessWhereTheyShall) {
  for (const int number : {SIGUSR1, SIGTERM, SIGINT, SIGHUP}) {
    const Temporary made;
    EXPECT_EXIT(
        {
          StopSignals signals;
          signals.end_at_once();
          const TemporaryPath folder(made.inner, TemporaryPath::Kind::kFolder);
          const TemporaryPath file(made.file);
          raise(number);
          std::_Exit(0);
        },
        testing::KilledBySignal(number), "");
    EXPECT_FALSE(std::filesystem::exists(made.inner));
  }
  EXPECT_EXIT(
      {
        StopSignals signals;
        raise(SIGUSR1);
        signals.end_at_once();  // the one that came before counts too
        std::_Exit(0);
      },
      testing::KilledBySignal(SIGUSR1), "");
}

TEST(StopSignalsDeathTest, TheSecondInterruptEndsTheProcess) {
  const Temporary made;
  EXPECT_EXIT(
      {
        StopSignals signals;
        TemporaryPath file(made.file);
        const TemporaryPath moved = std::move(file);
        raise(SIGINT);
        if (!StopSignals::received()) std::_Exit(1);
        raise(SIGTERM);  // asks for the same
        raise(SIGINT);
        std::_Exit(0);
      },
      testing::KilledBySignal(SIGINT), "");
  EXPECT_FALSE(std::filesystem::exists(made.file));
  EXPECT_TRUE(std::filesystem::exists(made.inner)) << "it was not registered";
}

TEST(StopSignalsDeathTest, WhatIsForgottenStays) {
  const Temporary made;
  EXPECT_EXIT(
      {
        StopSignals signals;
        signals.end_at_once();
        for (int i = 0; i < 5000; ++i) TemporaryPath(made.file);  // and its place is used again
        raise(SIGTERM);
        std::_Exit(0);
      },
      testing::KilledBySignal(SIGTERM), "");
  EXPECT_TRUE(std::filesystem::exists(made.file));
}

TEST(StopSignalsDeathTest, IgnoredInterruptsStayIgnored) {
  EXPECT_EXIT(
      {
        std::signal(SIGINT, SIG_IGN);
        StopSignals signals;
        signals.end_at_once();
        raise(SIGINT);
        std::_Exit(7);
      },
      testing::ExitedWithCode(7), "");
}

}  // namespace
}  // namespace chorus::session
