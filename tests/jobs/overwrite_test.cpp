// What --overwrite and --resume do to what they find: two runs never mix, and nothing that is not a run's is
// touched.
#include "chorus/files/folder_lock.hpp"
#include "chorus/files/temporary_name.hpp"
#include "program.hpp"
#include "results.hpp"
#include "support/test_files.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace chorus::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Overwrite : public testing::Test {
 protected:
  Overwrite() {
    fs::copy(sample_songs(), folder_.file("first.csv"));
    fs::copy(sample_songs(), folder_.file("second.csv"));
  }
  Outcome cluster(int ranks, const std::string& input, const Arguments& more) {
    return run_chorus(ranks, Arguments{"cluster", folder_.file(input).string(), "-o", results_.string(),
                                       "--restarts", "1", "--quiet"} +
                                 more);
  }
  [[nodiscard]] Outcome verify() const { return run_chorus(1, {"verify", results_.string()}); }

  TemporaryFolder folder_;
  fs::path results_ = folder_.file("results");
};

TEST_F(Overwrite, TheFilesOfTheFirstRunGoAndNoOthers) {
  ASSERT_RUN_OK(cluster(1, "first.csv", {"-k", "6", "--figures", "--keep-catalogue"}));
  const auto first = all_bytes(results_);
  write_file(results_ / "notes.txt", "mine");
  write_file(results_ / "plots" / "mine.svg", "mine");
  const Outcome second = cluster(2, "second.csv", {"-k", "2", "--overwrite"});
  ASSERT_RUN_OK(second);
  const auto now = all_bytes(results_);
  EXPECT_FALSE(now.contains("first_clustered.csv"));
  EXPECT_FALSE(now.contains("first.h5"));
  EXPECT_TRUE(now.contains("second_clustered.csv"));
  for (const auto& [name, bytes] : now) {
    if (name == "notes.txt" || name == "plots/mine.svg") continue;
    EXPECT_FALSE(name.ends_with(".svg") || name.ends_with(".png")) << name;
    const bool drawn = name.starts_with("tables/") || name.starts_with("plots/");
    EXPECT_TRUE(!drawn || first.contains(name)) << name << " is one too many";
  }
  EXPECT_EQ(now.at("notes.txt"), "mine");
  EXPECT_EQ(now.at("plots/mine.svg"), "mine");
  EXPECT_RUN_OK(verify());
}

TEST_F(Overwrite, AFileThatWasChangedStaysAndIsSaid) {
  ASSERT_RUN_OK(cluster(1, "first.csv", {"-k", "3"}));
  write_file(results_ / "first_clustered.csv", "edited by hand\n");
  const Outcome second = cluster(1, "second.csv", {"-k", "2", "--overwrite"});
  ASSERT_RUN_OK(second);
  EXPECT_THAT(second.err, HasSubstr("first_clustered.csv): it stays"));
  EXPECT_EQ(read_file(results_ / "first_clustered.csv"), "edited by hand\n");
}

TEST_F(Overwrite, AnInputIsNeverRemoved) {
  ASSERT_RUN_OK(cluster(1, "first.csv", {"-k", "3"}));
  const std::string before = read_file(results_ / "first_clustered.csv");
  const Outcome second =
      run_chorus(2, {"cluster", (results_ / "first_clustered.csv").string(), "-o", results_.string(), "-k",
                     "2", "--restarts", "1", "--label-column", "again", "--overwrite", "--quiet"});
  EXPECT_EQ(read_file(results_ / "first_clustered.csv"), before) << second.story();
}

TEST_F(Overwrite, ASecondRunThatFailsEarlyLeavesTheFirstWhole) {
  ASSERT_RUN_OK(cluster(1, "first.csv", {"-k", "3"}));
  const auto before = all_bytes(results_);
  EXPECT_EQ(cluster(2, "second.csv", {"-k", "20000", "--overwrite"}).status, 3);
  EXPECT_EQ(differences(before, all_bytes(results_)), "");
  EXPECT_RUN_OK(verify());
}

TEST_F(Overwrite, ASecondRunThatFailsLateLeavesNoSignOfBeingFinished) {
  ASSERT_RUN_OK(cluster(1, "first.csv", {"-k", "2", "--keep-catalogue"}));
  fs::remove_all(results_ / "tables");
  write_file(results_ / "tables", "a file is in the way");
  const Outcome second = cluster(2, "first.csv", {"-k", "5", "--overwrite"});
  EXPECT_EQ(second.status, 4) << second.story();
  EXPECT_FALSE(fs::exists(results_ / "summary.json"));
  EXPECT_FALSE(fs::exists(results_ / "manifest.json"));
  EXPECT_EQ(verify().status, 2);
  fs::remove(results_ / "tables");
  ASSERT_RUN_OK(cluster(1, "second.csv", {"-k", "2", "--overwrite"}));
  EXPECT_FALSE(fs::exists(results_ / "first.h5")) << "the manifest set aside was forgotten";
  EXPECT_RUN_OK(verify());
}

TEST_F(Overwrite, ResultsWithoutAManifestAreReplacedNameByName) {
  ASSERT_RUN_OK(cluster(1, "first.csv", {"-k", "2"}));
  fs::remove(results_ / "manifest.json");
  write_file(results_ / "notes.txt", "mine");
  const Outcome second = cluster(1, "second.csv", {"-k", "3", "--overwrite"});
  ASSERT_RUN_OK(second);
  EXPECT_THAT(second.err, HasSubstr("version 0.1.0"));
  EXPECT_TRUE(fs::exists(results_ / "first_clustered.csv"));
  EXPECT_TRUE(fs::exists(results_ / "notes.txt"));
  const Outcome verified = verify();
  EXPECT_RUN_OK(verified);
  EXPECT_THAT(verified.out, HasSubstr("not listed  first_clustered.csv"));
}

class ForeignFolder : public Overwrite {
 protected:
  ForeignFolder() {
    fs::create_directories(results_ / "checkpoint");
    write_file(results_ / "checkpoint" / "weights.partial", "weights");
    write_file(results_ / "checkpoint" / "last-good", "epoch 7");
    write_file(results_ / "checkpoint" / "000001.checkpoint.index", "of another program");
    write_file(results_ / "report.html", "my report");
  }
};

TEST_F(ForeignFolder, IsNotTakenForARunByItsCheckpointFolder) {
  for (const bool summary : {false, true}) {
    if (summary) write_file(results_ / "summary.json", "{\"mine\": 1}");
    const auto before = all_bytes(results_);
    for (const int ranks : {1, 2}) {
      const Outcome outcome = cluster(ranks, "first.csv", {"-k", "2", "--resume"});
      EXPECT_EQ(outcome.status, 2) << outcome.story();
      EXPECT_EQ(differences(before, all_bytes(results_)), "");
    }
  }
}

TEST_F(ForeignFolder, LosesNothingThatARunDoesNotWrite) {
  fs::remove(results_ / "report.html");
  const auto before = all_bytes(results_);
  ASSERT_RUN_OK(cluster(2, "first.csv", {"-k", "2", "--overwrite", "--checkpoint", "0.001s"}));
  const auto after = all_bytes(results_);
  for (const auto& [name, bytes] : before) {
    if (name == "checkpoint/last-good") continue;  // a run's own name
    ASSERT_TRUE(after.contains(name)) << name;
    EXPECT_EQ(after.at(name), bytes) << name;
  }
}

TEST_F(Overwrite, AFolderInUseIsRefusedByEveryCommand) {
  ASSERT_RUN_OK(cluster(1, "first.csv", {"-k", "2"}));
  const auto before = all_bytes(results_);
  const std::string results = results_.string();
  {
    const files::FolderLock lock(results_);  // of this process, which lives
    const std::vector<Arguments> commands = {
        {"cluster", folder_.file("first.csv").string(), "-o", results, "-k", "2"},
        {"cluster", folder_.file("first.csv").string(), "-o", results, "-k", "2", "--overwrite"},
        {"cluster", folder_.file("first.csv").string(), "-o", results, "-k", "2", "--resume"},
        {"report", results},
        {"scaling", "-o", results, "--songs", "100", "--passes", "1", "--repeats", "1"},
        {"verify", results}};
    for (const Arguments& command : commands) {
      for (const int ranks : {1, 2}) {
        const Outcome outcome = run_chorus(ranks, command);
        EXPECT_EQ(outcome.status, 2) << outcome.story();
        ASSERT_EQ(outcome.said().size(), 1U) << outcome.story();
        EXPECT_THAT(outcome.said()[0], HasSubstr(fmt::format("in use by process {} on ", getpid())));
      }
    }
  }
  EXPECT_EQ(differences(before, all_bytes(results_)), "");
  EXPECT_RUN_OK(verify());
}

TEST_F(Overwrite, NoLockIsLeftBehind) {
  fs::create_directories(results_);
  write_file(results_ / "notes.txt", "mine");
  EXPECT_EQ(cluster(2, "first.csv", {"-k", "2"}).status, 2);
  EXPECT_EQ(cluster(1, "absent.csv", {"-k", "2", "--overwrite"}).status, 4);
  EXPECT_EQ(cluster(2, "first.csv", {"-k", "2:9", "--overwrite", "--max-time", "0.001s"}).status, 75);
  for (const auto& [name, bytes] : all_bytes(results_)) EXPECT_FALSE(name.starts_with(".chorus-")) << name;
}

TEST_F(Overwrite, WhatAKilledRunLeftIsTakenAway) {
  fs::create_directories(results_ / "plots");
  const fs::path ours = files::temporary_name(results_ / "plots" / "map.svg");
  const pid_t child = fork();
  if (child == 0) {
    write_file(files::temporary_name(results_ / "first_clustered.csv"), "half");
    write_file(files::temporary_name(results_ / "plots" / "map.svg"), "half");
    new files::FolderLock(results_);  // NOLINT: it shall be left
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  write_file(ours, "of a process that lives");
  const Outcome outcome = run_chorus(2, {"cluster", folder_.file("first.csv").string(), "-o",
                                         results_.string(), "-k", "2", "--restarts", "1", "--overwrite"});
  ASSERT_RUN_OK(outcome);
  EXPECT_THAT(outcome.out, HasSubstr("lock        taken over"));
  std::vector<std::string> left;
  for (const auto& [name, bytes] : all_bytes(results_)) {
    if (fs::path(name).filename().string().starts_with(".chorus-")) left.push_back(name);
  }
  EXPECT_EQ(left, std::vector<std::string>{fs::relative(ours, results_).string()});
}

}  // namespace
}  // namespace chorus::test
