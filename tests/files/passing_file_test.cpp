#include "chorus/files/passing_file.hpp"

#include "support/test_files.hpp"

#include <gtest/gtest.h>

namespace chorus::files {
namespace {

TEST(PassingFile, LosesItsNameWhenItsReadersNeedItNoMore) {
  const test::TemporaryFolder folder;
  const std::filesystem::path path = folder.file("rows");
  test::write_file(path, "rows");
  {
    const PassingFile here(path, Readers::kThisHost);
    EXPECT_FALSE(std::filesystem::exists(path));
  }
  test::write_file(path, "rows");
  {
    const PassingFile elsewhere(path, Readers::kOtherHosts);
    EXPECT_TRUE(std::filesystem::exists(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace chorus::files
