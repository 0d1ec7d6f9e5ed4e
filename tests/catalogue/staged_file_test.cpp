#include "catalogue/staged_file.hpp"

#include "chorus/core/error.hpp"
#include "support/failing_call.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <functional>
#include <string>

namespace chorus::catalogue {
namespace {

namespace fs = std::filesystem;
using test::Call;
using test::FailingCall;

/// What the error of the step says; empty if there was none.
std::string failure_of(const std::function<void()>& step) {
  try {
    step();
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kIo);
    return error.what();
  }
  return {};
}

TEST(StagedFile, IsThereUnderItsNameWhenItIsWhole) {
  for (const Durability durability : {Durability::kDurable, Durability::kScratch}) {
    const test::TemporaryFolder folder;
    StagedFile file(folder.file("a"));
    file.append(std::string("whole"));
    EXPECT_FALSE(fs::exists(folder.file("a")));
    file.commit(durability);
    EXPECT_EQ(test::read_file(folder.file("a")), "whole");
    EXPECT_FALSE(fs::exists(file.temporary()));
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
    EXPECT_FALSE(fs::exists(StagedFile::temporary_name(folder.file("a")))) << each.says;
  }
}

TEST(StagedFile, StoringFromAnotherHostNeedsTheFile) {
  const test::TemporaryFolder folder;
  const StagedFile file(folder.file("a"));
  EXPECT_EQ(failure_of([&] { StagedFile::store(folder.file("a")); }), "");
  const std::string absent = failure_of([&] { StagedFile::store(folder.file("b")); });
  EXPECT_NE(absent.find("No such file"), std::string::npos) << absent;
  const FailingCall failing(Call::kFsync, EIO);
  const std::string broken = failure_of([&] { StagedFile::store(folder.file("a")); });
  EXPECT_NE(broken.find("Input/output error"), std::string::npos) << broken;
}

TEST(StagedFile, AFolderInTheWayIsNamed) {
  const test::TemporaryFolder folder;
  fs::create_directory(folder.file("before"));
  EXPECT_NE(failure_of([&] { StagedFile(folder.file("before")); }).find("Is a directory"), std::string::npos);
  StagedFile file(folder.file("after"));
  fs::create_directory(folder.file("after"));
  const std::string said = failure_of([&] { file.commit(Durability::kDurable); });
  EXPECT_NE(said.find("cannot rename the finished file"), std::string::npos) << said;
  EXPECT_FALSE(fs::exists(file.temporary()));
}

}  // namespace
}  // namespace chorus::catalogue
