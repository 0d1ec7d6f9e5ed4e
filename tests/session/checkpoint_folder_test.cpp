#include "chorus/session/checkpoint_folder.hpp"

#include "chorus/core/error.hpp"
#include "chorus/files/temporary_name.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace chorus::session {
namespace {

namespace fs = std::filesystem;

const Identity kRun = {{"seed", "3"}};

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    names.insert(entry.path().filename().string());
  names.erase("begun-by-chorus");
  return names;
}

class CheckpointFolderTest : public testing::Test {
 protected:
  test::TemporaryFolder temporary_;
  fs::path path_ = temporary_.file("checkpoint");
};

TEST_F(CheckpointFolderTest, HoldsNothingBeforeTheFirst) {
  CheckpointFolder folder(path_);
  EXPECT_FALSE(folder.newest().has_value());
  EXPECT_FALSE(folder.exists());
  folder.make();
  EXPECT_TRUE(folder.exists()) << "the sign of a run that began";
  EXPECT_FALSE(folder.newest().has_value());
  folder.remove_if_empty();
  EXPECT_FALSE(folder.exists());
}

TEST_F(CheckpointFolderTest, KeepsTheTwoNewestAndMarksTheLastGood) {
  CheckpointFolder folder(path_);
  for (const char* state : {"a", "b", "c"}) folder.write(kRun, state);
  EXPECT_EQ(names_in(path_), (std::set<std::string>{"000002.checkpoint", "000003.checkpoint", "last-good"}));
  EXPECT_EQ(test::read_file(path_ / "last-good"), "000003.checkpoint\n");
  const auto found = CheckpointFolder(path_).newest();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->checkpoint.state, "c");
  EXPECT_EQ(found->checkpoint.identity, kRun);
  EXPECT_TRUE(found->passed_over.empty());
}

TEST_F(CheckpointFolderTest, GoesOnCountingWhereAnotherRunStopped) {
  CheckpointFolder(path_).write(kRun, "a");
  CheckpointFolder second(path_);
  ASSERT_TRUE(second.newest());
  second.write(kRun, "b");
  EXPECT_EQ(names_in(path_), (std::set<std::string>{"000001.checkpoint", "000002.checkpoint", "last-good"}));
}

TEST_F(CheckpointFolderTest, UsesTheOlderOneWhereTheNewerIsTorn) {
  CheckpointFolder folder(path_);
  folder.write(kRun, "a");
  folder.write(kRun, "b");
  const std::string bytes = test::read_file(path_ / "000002.checkpoint");
  test::write_file(path_ / "000002.checkpoint", bytes.substr(0, bytes.size() / 2));
  CheckpointFolder next(path_);
  const auto found = next.newest();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->checkpoint.state, "a");
  ASSERT_EQ(found->passed_over.size(), 1U);
  EXPECT_NE(found->passed_over.front().find("000002.checkpoint"), std::string::npos);
  // The torn one goes, the good one stays beside the new one.
  next.write(kRun, "c");
  EXPECT_EQ(names_in(path_), (std::set<std::string>{"000001.checkpoint", "000003.checkpoint", "last-good"}));
}

TEST_F(CheckpointFolderTest, RefusesWhereAllAreBroken) {
  CheckpointFolder folder(path_);
  folder.write(kRun, "a");
  test::write_file(path_ / "000001.checkpoint", "something else");
  try {
    static_cast<void>(CheckpointFolder(path_).newest());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kInput);
    EXPECT_NE(std::string(error.what()).find("000001.checkpoint"), std::string::npos);
  }
}

TEST_F(CheckpointFolderTest, ARenamedCopyIsNoCheckpoint) {
  CheckpointFolder folder(path_);
  folder.write(kRun, "a");
  folder.write(kRun, "b");
  fs::copy_file(path_ / "000001.checkpoint", path_ / "000009.checkpoint");
  const auto found = CheckpointFolder(path_).newest();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->checkpoint.state, "b");
  EXPECT_EQ(found->passed_over.size(), 1U);
}

TEST_F(CheckpointFolderTest, AFailedWriteLeavesWhatWasThere) {
  CheckpointFolder folder(path_);
  folder.write(kRun, "a");
  folder.write(kRun, "b");
  const auto before = names_in(path_);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  getrlimit(RLIMIT_FSIZE, &old);
  const rlimit small{100, old.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  EXPECT_THROW(folder.write(kRun, std::string(1000, 'x')), Error);
  setrlimit(RLIMIT_FSIZE, &old);
  EXPECT_EQ(names_in(path_), before);
  EXPECT_EQ(CheckpointFolder(path_).newest()->checkpoint.state, "b");
}

TEST_F(CheckpointFolderTest, ClearLeavesTheFilesOfOthers) {
  CheckpointFolder folder(path_);
  folder.write(kRun, "a");
  const pid_t child = fork();
  if (child == 0) {
    test::write_file(files::temporary_name(path_ / "000002.checkpoint"), "killed while writing");
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  folder.clear();
  EXPECT_FALSE(fs::exists(path_));
  folder.write(kRun, "a");
  test::write_file(path_ / "notes.txt", "mine");
  test::write_file(path_ / "weights.partial", "mine");
  folder.clear();
  EXPECT_EQ(names_in(path_), (std::set<std::string>{"notes.txt", "weights.partial"}));
}

TEST_F(CheckpointFolderTest, IsKnownAsARunsByItsSignOrByACheckpoint) {
  CheckpointFolder folder(path_);
  fs::create_directory(path_);
  EXPECT_FALSE(folder.exists()) << "anybody's folder";
  test::write_file(path_ / "000001.checkpoint", "of another program");
  test::write_file(path_ / "last-good", "epoch 7");
  EXPECT_FALSE(folder.exists());
  folder.clear();
  EXPECT_EQ(names_in(path_), (std::set<std::string>{"000001.checkpoint", "last-good"}));
  folder.remove_if_empty();
  EXPECT_TRUE(fs::exists(path_));
  fs::remove_all(path_);
  folder.write(kRun, "a");
  fs::remove(path_ / "begun-by-chorus");
  EXPECT_TRUE(CheckpointFolder(path_).exists()) << "one that was written before there were signs";
  folder.clear();
  EXPECT_FALSE(fs::exists(path_));
}

TEST_F(CheckpointFolderTest, FilesWithOtherNamesAreNoCheckpoints) {
  fs::create_directory(path_);
  const std::set<std::string> others = {"1.checkpoint", "00001x.checkpoint",
                                        "99999999999999999999999.checkpoint", ".checkpoint",
                                        "000001.checkpoint.old"};
  for (const std::string& name : others) test::write_file(path_ / name, "not ours");
  CheckpointFolder folder(path_);
  EXPECT_FALSE(folder.newest());
  folder.clear();
  EXPECT_EQ(names_in(path_), others);
}

TEST_F(CheckpointFolderTest, OneThatLookedAtNothingKeepsItsOwnAlone) {
  CheckpointFolder(path_).write(kRun, "a");
  CheckpointFolder(path_).write(kRun, "b");
  EXPECT_EQ(names_in(path_), (std::set<std::string>{"000002.checkpoint", "last-good"}));
}

TEST_F(CheckpointFolderTest, WhatCannotBeReadIsAnIoError) {
  struct Case {
    std::string says;
    std::function<void()> make;
  };
  const std::vector<Case> cases = {
      {"cannot read the checkpoint", [&] { fs::create_directories(path_ / "000001.checkpoint"); }},
      {"cannot look for checkpoints", [&] { test::write_file(path_, "a file is in the way"); }}};
  for (const Case& each : cases) {
    fs::remove_all(path_);
    each.make();
    try {
      static_cast<void>(CheckpointFolder(path_).newest());
      ADD_FAILURE() << each.says;
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Exit::kIo);
      EXPECT_NE(std::string(error.what()).find(each.says), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find(path_.string()), std::string::npos) << error.what();
    }
  }
  CheckpointFolder(path_).clear();
  EXPECT_EQ(test::read_file(path_), "a file is in the way");
}

}  // namespace
}  // namespace chorus::session
