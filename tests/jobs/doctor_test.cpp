// `chorus doctor`, as it is run in an allocation.
#include "chorus/core/error.hpp"
#include "program.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace chorus::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string verdict_of(const json& told, const std::string& check) {
  for (const json& finding : told.at("findings")) {
    if (finding.at("check") == check) return finding.at("verdict");
  }
  return "missing";
}

TEST(Doctor, ForetellsMemoryAndTime) {
  const TemporaryFolder folder;
  const Outcome outcome = run_chorus(
      1, {"doctor", sample_songs().string(), "-k", "2:4", "-o", folder.file("new").string(), "--json"});
  ASSERT_RUN_OK(outcome);
  const json told = json::parse(outcome.out);
  EXPECT_EQ(told.at("ranks"), 1);
  EXPECT_NEAR(told.at("songs").get<double>(), 3000, 30);
  EXPECT_FALSE(told.at("songs_exact").get<bool>());
  EXPECT_GT(told.at("predicted").at("seconds").get<double>(), 0);
  // The prediction covers what the job then takes, and not many times as much.
  const Outcome job =
      run_chorus(1, {"cluster", sample_songs().string(), "-k", "2:4", "-o", folder.file("r").string()});
  ASSERT_RUN_OK(job);
  const json summary = json::parse(read_file(folder.file("r") / "summary.json"));
  const double used = summary.at("run").at("peak_rss_bytes").at(0).get<double>();
  const double predicted = told.at("predicted").at("bytes_per_rank").get<double>();
  EXPECT_GT(predicted, used * 0.9);
  EXPECT_LT(predicted, used * 4);
  EXPECT_FALSE(std::filesystem::exists(folder.file("new")));
}

TEST(Doctor, TakesTheCountOfACatalogue) {
  const TemporaryFolder folder;
  const std::string h5 = folder.file("songs.h5").string();
  ASSERT_RUN_OK(run_chorus(2, {"synth", "--songs", "5000", "-o", h5, "--quiet"}));
  const json told = json::parse(run_chorus(1, {"doctor", h5, "--json", "-o", folder.file("r").string()}).out);
  EXPECT_EQ(told.at("songs"), 5000);
  EXPECT_TRUE(told.at("songs_exact").get<bool>());
}

TEST(Doctor, FindsOversubscribedCoresOnOneLineACheck) {
  const TemporaryFolder folder;
  const Outcome outcome = run_chorus(16, {"doctor", "-o", folder.file("r").string()});
  if (outcome.ok()) GTEST_SKIP() << "skipped: 16 cores are here";
  EXPECT_EQ(outcome.status, static_cast<int>(Exit::kInput)) << outcome.story();
  EXPECT_THAT(outcome.out, HasSubstr("problem  cores       16 ranks share"));
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_TRUE(line.starts_with("ok ") || line.starts_with("warning ") || line.starts_with("problem "))
        << line;
  }
}

TEST(Doctor, FindsWhatIsWrongWithPathsAndSaysAllOfIt) {
  const Outcome outcome = run_chorus(2, {"doctor", "absent.csv", "-o", "/proc/results", "--json"});
  EXPECT_EQ(outcome.status, static_cast<int>(Exit::kInput)) << outcome.story();
  const json told = json::parse(outcome.out);
  EXPECT_EQ(verdict_of(told, "input"), "problem");
  EXPECT_EQ(verdict_of(told, "results"), "problem");
  EXPECT_EQ(verdict_of(told, "ranks"), "ok");
}

TEST(Doctor, RefusesWhatTheJobRefuses) {
  const TemporaryFolder folder;
  write_file(folder.file("songs.csv"), "audio_valence,energy\n0.1,0.2\n0.3,0.4\n0.5,0.6\n");
  const Arguments command = {"doctor",     folder.file("songs.csv").string(),
                             "-o",         folder.file("r").string(),
                             "--features", "valence,energy",
                             "-k",         "2"};
  const Outcome refused = run_chorus(2, command);
  EXPECT_EQ(refused.status, static_cast<int>(Exit::kInput)) << refused.story();
  EXPECT_THAT(refused.out, HasSubstr("problem  input       no column is called valence"));
  ASSERT_RUN_OK(run_chorus(2, command + Arguments{"--column", "valence=audio_valence"}));
  // What a run shortens is no problem; what it refuses is.
  ASSERT_RUN_OK(
      run_chorus(1, {"doctor", sample_songs().string(), "-k", "2,9000", "-o", folder.file("r").string()}));
  const Outcome many =
      run_chorus(1, {"doctor", sample_songs().string(), "-k", "9000", "-o", folder.file("r").string()});
  EXPECT_THAT(many.out, HasSubstr("problem  input       more clusters than rows"));
}

TEST(Doctor, RefusesBadOptionsOnOneLine) {
  const Outcome outcome = run_chorus(2, {"doctor", "-k", "2:"});
  EXPECT_EQ(outcome.status, static_cast<int>(Exit::kInput));
  ASSERT_EQ(outcome.said().size(), 1U) << outcome.story();
  EXPECT_THAT(outcome.said()[0], HasSubstr("chorus: error:"));
}

}  // namespace
}  // namespace chorus::test
