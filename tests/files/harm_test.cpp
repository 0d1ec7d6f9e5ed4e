#include "chorus/files/harm.hpp"

#include "chorus/core/error.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chorus::files {
namespace {

namespace fs = std::filesystem;

/// What is said against it; empty if nothing is.
std::string said_of(const Touched& touched) {
  try {
    require_no_harm(touched);
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kInput);
    return error.what();
  }
  return {};
}

TEST(Harm, AnOutputThatIsAnInputIsRefusedByWhateverName) {
  const test::TemporaryFolder folder;
  const fs::path input = folder.file("songs.csv");
  test::write_file(input, "songs");
  fs::create_hard_link(input, folder.file("hard"));
  fs::create_symlink(input, folder.file("link"));
  fs::create_directory_symlink(folder.path(), folder.file("here"));
  for (const char* name : {"songs.csv", "./songs.csv", "hard", "link", "here/songs.csv", "here/link"}) {
    const std::string said = said_of({{{"the input", input}}, {{"the labels", folder.path() / name}}, {}});
    EXPECT_THAT(said, testing::HasSubstr("the labels would replace the input")) << name;
  }
  EXPECT_EQ(said_of({{{"the input", input}}, {{"the labels", folder.file("labels.csv")}}, {}}), "");
  EXPECT_EQ(said_of({{{"the input", folder.file("absent")}}, {{"the labels", folder.file("absent")}}, {}}),
            "");
}

TEST(Harm, AnInputInAFolderOfTheRunIsRefused) {
  const test::TemporaryFolder folder;
  fs::create_directory(folder.file("plots"));
  const fs::path input = folder.file("plots") / "mine.csv";
  test::write_file(input, "songs");
  EXPECT_THAT(said_of({{{"the input", input}}, {}, {folder.file("plots")}}),
              testing::HasSubstr("would replace the input"));
  EXPECT_EQ(said_of({{{"the input", input}}, {}, {folder.file("tables")}}), "");
}

TEST(Harm, TwoOutputsOfOneNameAreRefused) {
  const test::TemporaryFolder folder;
  fs::create_directory_symlink(folder.path(), folder.file("here"));
  EXPECT_THAT(said_of({{}, {{"the labels", folder.file("a")}, {"the catalogue", folder.file("here/a")}}, {}}),
              testing::HasSubstr("the catalogue and the labels would be one file"));
}

TEST(Harm, NamesThatCannotBeAreRefusedBeforeTheirFolderIsMade) {
  const test::TemporaryFolder folder;
  const fs::path absent = folder.file("absent") / "deeper";
  EXPECT_EQ(said_of({{}, {{"the labels", absent / std::string(255, 'x')}}, {}}), "");
  EXPECT_THAT(said_of({{}, {{"the labels", absent / std::string(256, 'x')}}, {}}),
              testing::HasSubstr("the name of the labels is too long"));
  EXPECT_THAT(said_of({{}, {{"the labels", folder.path()}}, {}}),
              testing::HasSubstr("a folder has its name"));
}

TEST(Harm, ALinkThatLeadsNowhereTakesItsName) {
  const test::TemporaryFolder folder;
  fs::create_symlink("nowhere", folder.file("link"));
  EXPECT_THROW(require_free(folder.file("link"), "advice"), Error);
  EXPECT_NO_THROW(require_free(folder.file("absent"), "advice"));
}

}  // namespace
}  // namespace chorus::files
