#include "chorus/core/list_folder.hpp"

#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chorus {
namespace {

TEST(ListFolder, NamesFilesAndFolders) {
  const test::TemporaryFolder folder;
  std::error_code failure = std::make_error_code(std::errc::io_error);
  EXPECT_THAT(list_folder(folder.path(), failure), testing::IsEmpty());
  EXPECT_FALSE(failure);
  test::write_file(folder.file("a file"), "");
  test::write_file(folder.file(".hidden"), "");
  std::filesystem::create_directory(folder.file("a folder"));
  EXPECT_THAT(list_folder(folder.path(), failure),
              testing::UnorderedElementsAre("a file", ".hidden", "a folder"));
}

TEST(ListFolder, SaysWhatFailed) {
  const test::TemporaryFolder folder;
  std::error_code failure;
  EXPECT_THAT(list_folder(folder.file("absent"), failure), testing::IsEmpty());
  EXPECT_EQ(failure, std::errc::no_such_file_or_directory);
  test::write_file(folder.file("file"), "");
  EXPECT_THAT(list_folder(folder.file("file"), failure), testing::IsEmpty());
  EXPECT_EQ(failure, std::errc::not_a_directory);
}

}  // namespace
}  // namespace chorus
