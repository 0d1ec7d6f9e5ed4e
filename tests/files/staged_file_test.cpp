#include "chorus/files/staged_file.hpp"

#include "chorus/core/error.hpp"
#include "chorus/files/file_group.hpp"
#include "support/failing_call.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <functional>
#include <string>

namespace chorus::files {
namespace {

namespace fs = std::filesystem;
using test::Call;
using test::FailingCall;

/// What the error of the step says; empty if there was none.
std::string failure_of(const std::function<void()>& step) {
  try {
    step();
  } catch (const Error& error) {
    EXPECT_TRUE(error.status() == Exit::kIo || error.status() == Exit::kInput);
    return error.what();
  }
  return {};
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

TEST(StagedFile, IsThereUnderItsNameWhenItIsWhole) {
  for (const Durability durability : {Durability::kDurable, Durability::kScratch}) {
    const test::TemporaryFolder folder;
    StagedFile file(folder.file("a"));
    file.append(std::string("whole"));
    EXPECT_FALSE(fs::exists(folder.file("a")));
    file.commit(durability);
    EXPECT_EQ(test::read_file(folder.file("a")), "whole");
    EXPECT_EQ(files_in(folder.path()), 1U);
  }
}

TEST(StagedFile, GoesOnWhereTheFileSystemReservesNothing) {
  for (const int error : {EOPNOTSUPP, ENOSYS}) {
    const test::TemporaryFolder folder;
    StagedFile file(folder.file("a"));
    const FailingCall none(Call::kFallocate, error);
    EXPECT_EQ(failure_of([&] { file.reserve(5); }), "");
    EXPECT_TRUE(none.happened());
    EXPECT_EQ(failure_of([&] { file.write(0, std::string("whole")); }), "");
    file.commit(Durability::kScratch);
    EXPECT_EQ(test::read_file(folder.file("a")), "whole");
  }
}

TEST(StagedFile, AsksAgainAfterASignal) {
  const test::TemporaryFolder folder;
  StagedFile file(folder.file("a"));
  const FailingCall reserving(Call::kFallocate, EINTR, 1, FailingCall::Then::kWorksAgain);
  const FailingCall writing(Call::kPwrite, EINTR, 1, FailingCall::Then::kWorksAgain);
  file.reserve(5);
  file.write(0, std::string("whole"));
  file.commit(Durability::kScratch);
  EXPECT_TRUE(reserving.happened());
  EXPECT_TRUE(writing.happened());
  EXPECT_EQ(test::read_file(folder.file("a")), "whole");
}

TEST(StagedFile, AFailureLeavesTheOlderFile) {
  struct Case {
    Call call;
    int error;
    std::function<void(StagedFile&)> step;
    std::string says;
  };
  const std::vector<Case> cases = {
      {Call::kFallocate, ENOSPC, [](StagedFile& file) { file.reserve(5); }, "No space left on device"},
      {Call::kPwrite, EIO, [](StagedFile& file) { file.write(0, std::string("x")); }, "Input/output error"},
      {Call::kFsync, EIO, [](StagedFile& file) { file.commit(Durability::kDurable); }, "Input/output error"},
  };
  for (const Case& each : cases) {
    const test::TemporaryFolder folder;
    test::write_file(folder.file("a"), "older");
    {
      StagedFile file(folder.file("a"));
      const FailingCall failing(each.call, each.error);
      const std::string said = failure_of([&] { each.step(file); });
      EXPECT_NE(said.find(each.says), std::string::npos) << said;
      EXPECT_NE(said.find(folder.file("a").string()), std::string::npos) << said;
    }
    EXPECT_EQ(test::read_file(folder.file("a")), "older");
    EXPECT_EQ(files_in(folder.path()), 1U) << each.says;
  }
}

TEST(StagedFile, APartNeedsTheFile) {
  const test::TemporaryFolder folder;
  const StagedFile file(folder.file("a"));
  const auto store = [&](const fs::path& temporary) {
    return failure_of([&] { StagedPart(temporary, folder.file("a")).store(); });
  };
  EXPECT_EQ(store(file.temporary()), "");
  const std::string absent = store(folder.file("b"));
  EXPECT_NE(absent.find("No such file"), std::string::npos) << absent;
  const FailingCall failing(Call::kFsync, EIO);
  const std::string broken = store(file.temporary());
  EXPECT_NE(broken.find("Input/output error"), std::string::npos) << broken;
}

TEST(StagedFile, WhatIsNoRegularFileIsNotReplaced) {
  const test::TemporaryFolder folder;
  const auto make = [&](const std::string& kind, const fs::path& path) {
    if (kind == "a folder") fs::create_directory(path);
    if (kind == "a pipe") {
      EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
    }
    if (kind == "a device") fs::create_symlink("/dev/null", path);
    if (kind == "a socket") {
      EXPECT_EQ(::mknod(path.c_str(), S_IFSOCK | 0600, 0), 0);
    }
  };
  for (const std::string kind : {"a folder", "a pipe", "a device", "a socket"}) {
    const fs::path path = folder.file("before");
    make(kind, path);
    const fs::file_status before = fs::symlink_status(path);
    const std::string said = failure_of([&] { StagedFile{path}; });
    EXPECT_NE(said.find(kind + " has its name"), std::string::npos) << said;
    StagedFile file(folder.file("after"));
    make(kind, folder.file("after"));
    EXPECT_NE(failure_of([&] { file.commit(Durability::kDurable); }).find(kind), std::string::npos);
    file.discard();
    EXPECT_EQ(fs::symlink_status(path).type(), before.type());
    EXPECT_EQ(files_in(folder.path()), 2U) << "no temporary file";
    fs::remove(path);
    fs::remove(folder.file("after"));
  }
}

TEST(StagedFile, ALinkToAFileIsReplacedAndNotFollowed) {
  const test::TemporaryFolder folder;
  test::write_file(folder.file("target"), "the user's");
  for (const char* to : {"target", "absent"}) {
    fs::create_symlink(to, folder.file("a"));
    StagedFile file(folder.file("a"));
    file.append(std::string("whole"));
    file.commit(Durability::kDurable);
    EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(folder.file("a"))));
    fs::remove(folder.file("a"));
  }
  EXPECT_EQ(test::read_file(folder.file("target")), "the user's");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(StagedFile, LongNamesFit) {
  const test::TemporaryFolder folder;
  StagedFile file(folder.file(std::string(255, 'x')));
  file.commit(Durability::kScratch);
  EXPECT_TRUE(fs::exists(folder.file(std::string(255, 'x'))));
}

TEST(FileGroup, AppearsWhenAllAreStored) {
  const test::TemporaryFolder folder;
  fs::create_directory(folder.file("in"));
  FileGroup group;
  group.add(folder.file("a"), "1");
  group.add(folder.file("in") / "b", "2");
  EXPECT_FALSE(fs::exists(folder.file("a")));
  {
    const FailingCall failing(Call::kFsync, EIO, 2);
    EXPECT_NE(failure_of([&] { group.commit(); }).find("in/b: Input/output error"), std::string::npos);
    EXPECT_FALSE(fs::exists(folder.file("a")));
  }
  FileGroup again;
  again.add(folder.file("a"), "1");
  again.add(folder.file("in") / "b", "2");
  again.commit();
  EXPECT_EQ(test::read_file(folder.file("a")), "1");
  EXPECT_EQ(test::read_file(folder.file("in") / "b"), "2");
  group = {};
  EXPECT_EQ(files_in(folder.path()), 2U);
  EXPECT_EQ(files_in(folder.file("in")), 1U);
}

}  // namespace
}  // namespace chorus::files
