#include "chorus/files/manifest.hpp"

#include "chorus/core/error.hpp"
#include "chorus/files/file_hash.hpp"
#include "chorus/files/results_files.hpp"
#include "chorus/files/verify_files.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace chorus::files {
namespace {

namespace fs = std::filesystem;

Manifest example() {
  Manifest manifest;
  manifest.program = "chorus 1";
  manifest.fingerprint = std::string(32, 'a');
  manifest.identity = std::string(32, '0');
  manifest.input = "/songs/100%\xE9.csv";  // no UTF-8
  manifest.files = {{"a b.csv", 3, std::string(32, '1'), "cluster"},
                    {"plots/\xC3\xA9.svg", 0, std::string(32, '2'), "report"}};
  return manifest;
}

std::string refusal(const std::string& text) {
  try {
    static_cast<void>(manifest_from(text, "r/manifest.json"));
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kInput);
    EXPECT_NE(std::string(error.what()).find("r/manifest.json"), std::string::npos) << error.what();
    return error.what();
  }
  return "";
}

TEST(Manifest, IsReadAsItWasWritten) {
  const Manifest manifest = example();
  EXPECT_EQ(manifest_from(manifest_text(manifest), "x"), manifest);
  EXPECT_EQ(manifest_from(
                manifest_text(Manifest{"", std::string(32, 'b'), std::string(32, 'c'), "", "", {}, {}}), "x")
                .files.size(),
            0U);
}

TEST(Manifest, EveryBitThatFlipsIsSeen) {
  const std::string text = manifest_text(example());
  for (std::size_t size = 0; size + 1 < text.size(); ++size)
    EXPECT_NE(refusal(text.substr(0, size)), "") << size;
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const int bit : {0, 3, 5}) {
      std::string flipped = text;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
      EXPECT_NE(refusal(flipped), "") << at << " " << bit;
    }
  }
}

TEST(Manifest, WhatIsForgedIsRefused) {
  EXPECT_NE(refusal(""), "");
  EXPECT_NE(refusal("[]"), "");
  EXPECT_NE(refusal(std::string(300000, '[')), "");
  EXPECT_NE(refusal("{\"format\":" + std::string(200000, '[') + std::string(200000, ']') + "}"), "");
  for (const std::string name : {"../x", "/etc/passwd", "a/../../x", "", "a//b/", "."}) {
    Manifest manifest = example();
    manifest.files = {{name, 1, std::string(32, '1'), "cluster"}};
    EXPECT_NE(refusal(manifest_text(manifest)), "") << name;
  }
  Manifest twice = example();
  twice.files.push_back(twice.files.back());
  EXPECT_NE(refusal(manifest_text(twice)), "");
}

TEST(Manifest, FilesAreListedAsTheyAre) {
  const test::TemporaryFolder folder;
  fs::create_directory(folder.file("plots"));
  test::write_file(folder.file("b.csv"), "one");
  test::write_file(folder.file("plots") / "a.svg", "two");
  Manifest manifest = example();
  manifest.files.clear();
  list_files(manifest, folder.path(), {"plots/a.svg", "b.csv"}, "cluster");
  ASSERT_EQ(manifest.files.size(), 2U);
  EXPECT_EQ(manifest.files[0].file, "b.csv");
  EXPECT_EQ(manifest.files[0].bytes, 3U);
  EXPECT_EQ(manifest.files[0].xxh3, hash_text("one"));
  test::write_file(folder.file("b.csv"), "other");
  list_files(manifest, folder.path(), {"b.csv"}, "report");
  ASSERT_EQ(manifest.files.size(), 2U);
  EXPECT_EQ(manifest.files[0], (ListedFile{"b.csv", 5, hash_text("other"), "report"}));
  EXPECT_FALSE(read_manifest(folder.path()));
  write_manifest(folder.path(), manifest);
  EXPECT_EQ(read_manifest(folder.path()), manifest);
  forget_files(manifest, "report");
  EXPECT_EQ(manifest.files.size(), 1U);
  EXPECT_THROW(list_files(manifest, folder.path(), {"absent"}, "x"), Error);
}

TEST(Manifest, NamesWhatIsDamagedAndWhatIsNotListed) {
  const test::TemporaryFolder folder;
  fs::create_directory(folder.file("tables"));
  const std::vector<std::string> names = {"a", "b", "c", "d", "tables/e", "tables/f"};
  for (const std::string& name : names) test::write_file(folder.path() / name, "content of " + name);
  Manifest manifest = example();
  manifest.files.clear();
  list_files(manifest, folder.path(), names, "cluster");
  write_manifest(folder.path(), manifest);
  EXPECT_TRUE(damaged_files(manifest, folder.path()).empty());
  EXPECT_TRUE(unlisted_files(manifest, folder.path()).empty());

  fs::remove(folder.file("a"));
  test::write_file(folder.file("b"), "content of B");
  test::write_file(folder.file("c"), "content");
  fs::remove(folder.file("d"));
  fs::create_directory(folder.file("d"));
  fs::rename(folder.file("tables"), folder.file("elsewhere"));
  fs::create_directory_symlink(folder.file("elsewhere"), folder.file("tables"));
  test::write_file(folder.file("mine.txt"), "mine");
  test::write_file(folder.file(".chorus-lock"), "");
  std::vector<std::string> found;
  for (const DamagedFile& one : damaged_files(manifest, folder.path()))
    found.push_back(one.file + " " + one.problem);
  EXPECT_EQ(found, (std::vector<std::string>{"a is missing", "b has another content",
                                             "c has 7 bytes instead of 12", "d is not a regular file",
                                             "tables/e lies behind a link", "tables/f lies behind a link"}));
  EXPECT_EQ(unlisted_files(manifest, folder.path()),
            (std::vector<std::string>{"elsewhere/e", "elsewhere/f", "mine.txt", "tables"}));
}

}  // namespace
}  // namespace chorus::files
