#include "chorus/files/whole_file.hpp"

#include "chorus/core/error.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <string>

namespace chorus::files {
namespace {

namespace fs = std::filesystem;

std::size_t entries_of(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

TEST(WriteWholeFile, WritesAndReplaces) {
  const test::TemporaryFolder folder;
  write_whole_file(folder.file("a"), "first, longer");
  write_whole_file(folder.file("a"), std::string_view("b\0c", 3));
  EXPECT_EQ(test::read_file(folder.file("a")), std::string("b\0c", 3));
  EXPECT_EQ(entries_of(folder.path()), 1U) << "nothing temporary stays";
}

TEST(WriteWholeFile, FailsWithoutAFolder) {
  const test::TemporaryFolder folder;
  try {
    write_whole_file(folder.path() / "absent" / "a", "x");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kIo);
    EXPECT_NE(std::string(error.what()).find("absent"), std::string::npos);
  }
}

TEST(WriteWholeFile, LeavesTheOldFileWhenTheDiskRefuses) {
  const test::TemporaryFolder folder;
  write_whole_file(folder.file("a"), "old");
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{1000, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  EXPECT_THROW(write_whole_file(folder.file("a"), std::string(5000, 'x')), Error);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(test::read_file(folder.file("a")), "old");
  EXPECT_EQ(entries_of(folder.path()), 1U);
}

TEST(ReadWholeFile, GivesAllBytesOrNothing) {
  const test::TemporaryFolder folder;
  for (const std::size_t size : {0U, 3U, 65536U, 200000U}) {
    const std::string bytes(size, '\0');
    test::write_file(folder.file("a"), bytes);
    EXPECT_EQ(read_whole_file(folder.file("a")), bytes) << size;
  }
  EXPECT_EQ(read_whole_file(folder.file("absent")), std::nullopt);
  EXPECT_EQ(read_whole_file(folder.path()), std::nullopt) << "it opens, and cannot be read";
}

}  // namespace
}  // namespace chorus::files
