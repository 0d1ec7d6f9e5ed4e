#include "chorus/files/folder_lock.hpp"

#include "chorus/core/error.hpp"
#include "chorus/files/file_hash.hpp"
#include "chorus/files/results_files.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace chorus::files {
namespace {

namespace fs = std::filesystem;

class FolderLockTest : public testing::Test {
 protected:
  ~FolderLockTest() override {
    unsetenv("CHORUS_LOCK_TIMEOUT");
    unsetenv("SLURM_JOB_ID");
    unsetenv("SLURM_RESTART_COUNT");
  }
  [[nodiscard]] std::string refusal() const {
    try {
      const FolderLock lock(folder_.path());
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Exit::kInput);
      return error.what();
    }
    return "";
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder_.path())) found.push_back(entry.path().filename());
    return found;
  }
  void leave(const Owner& owner) const { test::write_file(lock_, to_text(owner)); }
  void age(std::chrono::seconds by) const {
    fs::last_write_time(lock_, fs::file_time_type::clock::now() - by);
  }

  test::TemporaryFolder folder_;
  fs::path lock_ = folder_.file(kLock);
};

/// What a child process that runs this ends with.
int in_child(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

TEST_F(FolderLockTest, IsThereWhileItIsHeldAndNoLonger) {
  {
    const FolderLock lock(folder_.path());
    EXPECT_EQ(lock.taken_from(), "");
    EXPECT_EQ(owner_from(test::read_file(lock_))->process, getpid());
    EXPECT_NO_THROW(lock.require_still_held());
    EXPECT_TRUE(user_of(folder_.path()));
    EXPECT_EQ(names(), std::vector<std::string>{kLock});
  }
  EXPECT_TRUE(names().empty());
  EXPECT_FALSE(user_of(folder_.path()));
}

TEST_F(FolderLockTest, AnotherProcessIsRefusedAndToldByWhom) {
  const FolderLock lock(folder_.path());
  EXPECT_EQ(in_child([&] {
              const std::string said = refusal();
              const Owner parent = *owner_from(test::read_file(lock_));
              return said.find("in use by " + described(parent)) != std::string::npos ? 0 : 1;
            }),
            0);
  EXPECT_NO_THROW(lock.require_still_held());
}

TEST_F(FolderLockTest, TheLockOfAProcessThatWasKilledIsTakenOver) {
  EXPECT_EQ(in_child([&] {
              new FolderLock(folder_.path());  // NOLINT: it shall be left
              return 0;
            }),
            0);
  ASSERT_TRUE(fs::exists(lock_));
  const FolderLock lock(folder_.path());
  EXPECT_NE(lock.taken_from().find("process "), std::string::npos);
  EXPECT_EQ(names(), std::vector<std::string>{kLock});
}

TEST_F(FolderLockTest, ANumberThatWasGivenAgainIsAnotherProcess) {
  Owner owner = this_process();
  owner.process = getppid();
  owner.start = 12345;
  leave(owner);
  EXPECT_EQ(refusal(), "");
}

TEST_F(FolderLockTest, AnotherHostHoldsItAsLongAsItsHeartBeats) {
  setenv("CHORUS_LOCK_TIMEOUT", "60", 1);
  Owner owner = this_process();
  owner.host = "elsewhere";
  owner.boot = "another";
  leave(owner);
  EXPECT_NE(refusal().find("in use by process"), std::string::npos);
  age(std::chrono::seconds(50));
  EXPECT_NE(refusal().find("on elsewhere"), std::string::npos);
  age(std::chrono::seconds(70));
  EXPECT_EQ(refusal(), "");
  EXPECT_FALSE(fs::exists(lock_));
}

TEST_F(FolderLockTest, ThisHostStartedAnewHoldsNothing) {
  Owner owner = this_process();
  owner.boot = "another";
  leave(owner);
  EXPECT_EQ(refusal(), "");
}

TEST_F(FolderLockTest, TheSameSlurmJobBegunAgainGoesOnAtOnce) {
  Owner owner = this_process();
  owner.host = "elsewhere";
  owner.boot = "another";
  owner.job = "17";
  setenv("SLURM_JOB_ID", "17", 1);
  leave(owner);
  EXPECT_NE(refusal(), "") << "another step of the same start";
  setenv("SLURM_RESTART_COUNT", "1", 1);
  EXPECT_EQ(refusal(), "");
  setenv("SLURM_JOB_ID", "18", 1);
  leave(owner);
  EXPECT_NE(refusal(), "") << "another job";
}

TEST_F(FolderLockTest, ALockThatIsNotWholeCountsByItsAge) {
  test::write_file(lock_, "format = chorus-own");
  EXPECT_NE(refusal().find("in use by"), std::string::npos);
  age(kAbandoned + std::chrono::seconds(10));
  EXPECT_EQ(refusal(), "");
}

TEST_F(FolderLockTest, TheHeartBeats) {
  setenv("CHORUS_LOCK_TIMEOUT", "1", 1);
  const FolderLock lock(folder_.path());
  age(std::chrono::seconds(100));
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  EXPECT_LE(quiet_time(lock_), std::chrono::seconds(1));
}

TEST_F(FolderLockTest, WhoLostItIsTold) {
  const FolderLock lock(folder_.path());
  Owner owner = this_process();
  owner.host = "elsewhere";
  leave(owner);
  EXPECT_THROW(lock.require_still_held(), Error);
  EXPECT_EQ(in_child([] { return 0; }), 0);
}

TEST_F(FolderLockTest, TheClaimOfATakerThatDiedIsTakenOver) {
  Owner gone = this_process();
  gone.process = getppid();
  gone.start = 1;
  leave(gone);
  Owner taker = gone;
  taker.start = 2;
  const fs::path claim = lock_.string() + "-" + hash_text(to_text(gone)).substr(0, 16);
  test::write_file(claim, to_text(taker));
  EXPECT_EQ(refusal(), "");
  EXPECT_TRUE(names().empty());
  leave(gone);
  test::write_file(claim, to_text(this_process()));
  EXPECT_NE(refusal(), "") << "a taker at work";
}

// The heart of it: of many that find the same lock left, one takes it over.
TEST_F(FolderLockTest, OfManyTakersOneSucceeds) {
  constexpr int kRounds = 60;
  constexpr int kTakers = 6;
  for (int round = 0; round < kRounds; ++round) {
    Owner gone = this_process();
    gone.process = getppid();
    gone.start = 1 + static_cast<std::uint64_t>(round);
    leave(gone);
    const fs::path go = folder_.file("go");
    std::vector<pid_t> takers;
    for (int taker = 0; taker < kTakers; ++taker) {
      const pid_t child = fork();
      if (child != 0) {
        takers.push_back(child);
        continue;
      }
      while (!fs::exists(go)) std::this_thread::yield();
      try {
        const auto lock = std::make_unique<FolderLock>(folder_.path());
        for (int wait = 0; wait < 3000 && fs::exists(go); ++wait)
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
      } catch (const Error&) {
        _exit(2);
      }
      _exit(0);
    }
    test::write_file(go, "");
    int refused = 0;
    int held = 0;
    for (int ended = 0; ended < kTakers; ++ended) {
      int status = 0;
      const pid_t child = waitpid(-1, &status, 0);
      ASSERT_TRUE(WIFEXITED(status)) << child;
      (WEXITSTATUS(status) == 0 ? held : refused) += 1;
      if (refused == kTakers - 1) fs::remove(go);
    }
    ASSERT_EQ(held, 1) << round;
    ASSERT_TRUE(names().empty()) << round << ": " << names().front();
  }
}

}  // namespace
}  // namespace chorus::files
