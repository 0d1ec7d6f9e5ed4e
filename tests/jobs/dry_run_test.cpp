// `chorus cluster --dry-run`, and what else is refused before the songs are read.
#include "chorus/core/error.hpp"
#include "program.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace chorus::test {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

const Arguments kShort = {"-k", "2", "--restarts", "1"};

Arguments dry(const std::string& input, const fs::path& to, const Arguments& more = {}) {
  return Arguments{"cluster", input, "-o", to.string(), "--dry-run"} + kShort + more;
}

void expect_refused(const Outcome& outcome, int status, const std::string& says) {
  EXPECT_EQ(outcome.status, status) << outcome.story();
  ASSERT_EQ(outcome.said().size(), 1U) << outcome.story();
  EXPECT_THAT(outcome.said()[0], HasSubstr(says));
}

TEST(DryRun, SaysWhatARunWouldDoAndWritesNothing) {
  const TemporaryFolder folder;
  const fs::path to = folder.file("results");
  for (const int ranks : {1, 2, 3}) {
    const Outcome outcome = run_chorus(ranks, dry(sample_songs().string(), to, {"--keep-catalogue"}));
    ASSERT_RUN_OK(outcome);
    for (const char* line :
         {"reads ", "writes ", "folder      nothing is there yet", "memory ", "time ", "Nothing was written"})
      EXPECT_THAT(outcome.out, HasSubstr(line));
    EXPECT_FALSE(fs::exists(to));
  }
}

TEST(DryRun, NamesTheFilesThatTheRunThenWrites) {
  const TemporaryFolder folder;
  const fs::path to = folder.file("results");
  const Outcome told = run_chorus(1, dry(sample_songs().string(), to, {"--keep-catalogue"}));
  ASSERT_RUN_OK(told);
  ASSERT_RUN_OK(run_chorus(
      2, Arguments{"cluster", sample_songs().string(), "-o", to.string(), "--keep-catalogue"} + kShort));
  const std::size_t begin = told.out.find("writes ");
  const std::string line = told.out.substr(begin, told.out.find('\n', begin) - begin);
  std::size_t there = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(to)) {
    EXPECT_THAT(line + ",",
                HasSubstr(entry.path().filename().string() + (entry.is_directory() ? "/," : ",")));
    ++there;
  }
  EXPECT_EQ(there, static_cast<std::size_t>(std::count(line.begin(), line.end(), ',')) + 1);
}

TEST(DryRun, FindsWhatTheRunWouldFindInTheFolder) {
  const TemporaryFolder folder;
  const fs::path to = folder.file("results");
  const std::string songs = sample_songs().string();
  ASSERT_RUN_OK(run_chorus(2, Arguments{"cluster", songs, "-o", to.string()} + kShort));
  const auto before = all_bytes(to);
  for (const int ranks : {1, 3}) {
    expect_refused(run_chorus(ranks, dry(songs, to)), 2, "--overwrite");
    EXPECT_THAT(run_chorus(ranks, dry(songs, to, {"--overwrite"})).out, HasSubstr("is replaced"));
    EXPECT_THAT(run_chorus(ranks, dry(songs, to, {"--resume"})).out, HasSubstr("finished results"));
    expect_refused(run_chorus(ranks, dry(songs, to / "summary.json" / "under")), 4, "Not a directory");
  }
  EXPECT_EQ(differences(before, all_bytes(to)), "");
}

/// Bytes that a command and its children read from files, by the kernel's count.
std::int64_t bytes_read(const Arguments& arguments, const TemporaryFolder& folder) {
  std::string command = std::string(std::getenv("CHORUS_BIN"));
  for (const std::string& argument : arguments) command += " '" + argument + "'";
  const fs::path counts = folder.file("io");
  command += " >'" + folder.file("said").string() + "' 2>&1; cat /proc/$$/io >'" + counts.string() + "'";
  EXPECT_EQ(std::system(("bash -c \"" + command + "\"").c_str()) >= 0, true);
  std::ifstream io(counts);
  std::string name;
  std::int64_t bytes = -1;
  io >> name >> bytes;
  EXPECT_EQ(name, "rchar:");
  return bytes;
}

TEST(DryRun, WhatCanBeRefusedEarlyIsRefusedBeforeTheSongsAreRead) {
  const TemporaryFolder folder;
  const fs::path huge = folder.file("huge.csv");
  write_file(huge, "title,energy,tempo,cluster\na,1,2,3\nb,2,3,4\n");
  ASSERT_EQ(::truncate(huge.c_str(), std::int64_t{4} << 30U), 0);  // a hole: it takes no room on the disk
  write_file(folder.file("init.csv"), "energy,tempo\n1,2\n");
  const Arguments command = {"cluster",      huge.string(), "--features",
                             "energy,tempo", "-o",          folder.file("r").string()};
  const std::vector<std::pair<Arguments, std::string>> cases = {
      {{"-k", "2"}, "--label-column"},
      {{"-k", "2", "--features", "energy,speed"}, "speed"},
      {{"-k", "2", "--label-column", "kind", "--name", std::string(300, 'n') + ".csv"}, "too long"},
      {{"-k", "2", "--label-column", "kind", "--init", folder.file("init.csv").string(), "--init-space",
        "scaled"},
       "1 centroids where k is 2"},
  };
  constexpr std::int64_t kLibrariesAndHeader = std::int64_t{64} << 20U;
  for (const auto& [options, says] : cases) {
    SCOPED_TRACE(says);
    Arguments all = command;
    if (options.size() > 2 && options[2] == "--features") all.erase(all.begin() + 2, all.begin() + 4);
    EXPECT_LT(bytes_read(all + options, folder), kLibrariesAndHeader);
    EXPECT_THAT(read_file(folder.file("said")), HasSubstr(says));
    EXPECT_FALSE(fs::exists(folder.file("r")));
  }
}

TEST(DryRun, ACatalogueIsHeldToWhatItSays) {
  const TemporaryFolder folder;
  const fs::path csv = folder.file("songs.csv");
  const std::string h5 = folder.file("songs.h5").string();
  fs::copy_file(sample_songs(), csv);
  ASSERT_RUN_OK(run_chorus(2, {"ingest", csv.string(), "-o", h5, "--quiet"}));
  write_file(folder.file("init.csv"), "1,2,3\n4,5,6\n");
  const fs::path to = folder.file("results");
  for (const int ranks : {1, 3}) {
    expect_refused(
        run_chorus(ranks,
                   dry(h5, to, {"--init", folder.file("init.csv").string(), "--init-space", "scaled"})),
        2, "3 numbers where 10 features are used");
    expect_refused(run_chorus(ranks, {"cluster", h5, "-o", to.string(), "-k", "9000", "--dry-run"}), 3,
                   "3000 rows");
    expect_refused(run_chorus(ranks, dry(h5, to, {"--label-column", "tempo"})), 2, "--label-column");
  }
  ASSERT_RUN_OK(run_chorus(1, dry(h5, to)));
  write_file(csv, read_file(csv) + "x\n");
  expect_refused(run_chorus(2, dry(h5, to)), 2, "--without-source");
  ASSERT_RUN_OK(run_chorus(1, dry(h5, to, {"--without-source"})));
  fs::resize_file(h5, fs::file_size(h5) - 4096);
  expect_refused(run_chorus(2, dry(h5, to, {"--without-source"})), 2, "songs.h5");
  EXPECT_FALSE(fs::exists(to));
}

}  // namespace
}  // namespace chorus::test
