// `chorus scaling`, as a user runs it.
#include "chorus/core/error.hpp"
#include "program.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace chorus::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const Arguments kShort = {"scaling", "--songs", "20000", "--passes", "4", "-k", "4", "--repeats", "2"};

json answer_in(const std::filesystem::path& folder) {
  return json::parse(read_file(folder / "scaling.json"));
}

TEST(Scaling, MeasuresBothStudiesInOneJob) {
  const TemporaryFolder folder;
  const std::filesystem::path to = folder.file("study");
  const Outcome outcome = run_chorus(4, kShort + Arguments{"--study", "both", "-o", to.string()});
  ASSERT_RUN_OK(outcome);
  EXPECT_THAT(outcome.out, HasSubstr("the labels are the same at all 3 rank counts"));
  const json answer = answer_in(to);
  EXPECT_TRUE(answer.at("same_fingerprints").get<bool>());
  int measured = 0;
  for (const json& point : answer.at("points")) {
    if (point.at("origin") != "measured") continue;
    ++measured;
    EXPECT_EQ(point.at("rows"), point.at("study") == "strong" ? 20000 : 5000 * point.at("ranks").get<int>());
    EXPECT_EQ(point.at("repeats"), 2);
    EXPECT_GT(point.at("seconds").get<double>(), 0);
    EXPECT_LE(point.at("low"), point.at("seconds"));
    bool lloyd = false;
    for (const json& phase : point.at("phases")) {
      if (phase.at("name") != "lloyd") continue;
      lloyd = true;
      EXPECT_TRUE(phase.at("counted").get<bool>());
      // A pass is one allreduce of k x d sums, k counts and the rows moved, beside the agreement on memory.
      const int ranks = point.at("ranks");
      const int passes = ranks > 1 ? 4 : 0;
      EXPECT_GE(phase.at("bytes").get<int>(), ranks * passes * (4 * 10 + 4 + 1) * 8);
    }
    EXPECT_TRUE(lloyd);
  }
  EXPECT_EQ(measured, 6);
  const std::string page = read_file(to / "report.html");
  EXPECT_THAT(page, HasSubstr("chorus-scaling"));
  EXPECT_THAT(page, HasSubstr("the labels are the same"));
  EXPECT_TRUE(std::filesystem::exists(to / "plots" / "plots.gp"));
  EXPECT_THAT(read_file(to / "tables" / "run_scaling.csv"), HasSubstr("strong,measured,2,1,20000,"));
}

TEST(Scaling, GoesOnWhereItWasAndRefusesAnotherPlan) {
  const TemporaryFolder folder;
  const std::string to = folder.file("study").string();
  ASSERT_RUN_OK(run_chorus(2, kShort + Arguments{"--ranks", "1", "-o", to}));
  const std::string before = read_file(folder.file("study") / "scaling.csv");
  const Outcome more = run_chorus(2, kShort + Arguments{"--ranks", "1,2", "-o", to});
  ASSERT_RUN_OK(more);
  EXPECT_THAT(more.out, HasSubstr("strong 1 ranks, 20000 songs: measured before"));
  const std::string after = read_file(folder.file("study") / "scaling.csv");
  EXPECT_TRUE(after.starts_with(before));  // what was measured stays as it is
  EXPECT_GT(after.size(), before.size());

  const Outcome other = run_chorus(2, kShort + Arguments{"--passes=5", "-o", to});
  EXPECT_EQ(other.status, static_cast<int>(Exit::kInput)) << other.story();
  EXPECT_EQ(read_file(folder.file("study") / "scaling.csv"), after);
  const Outcome changed =
      run_chorus(1, {"scaling", "--songs", "20000", "--passes", "5", "-k", "4", "-o", to});
  EXPECT_EQ(changed.status, static_cast<int>(Exit::kInput));
  EXPECT_THAT(changed.err, HasSubstr("another plan"));
  EXPECT_THAT(changed.err, HasSubstr("passes 4"));
  ASSERT_RUN_OK(run_chorus(1, {"scaling", "--songs", "20000", "--passes", "5", "-k", "4", "-o", to,
                               "--overwrite", "--repeats", "1"}));
}

TEST(Scaling, CollectsWhatJobsLeftAndReportsIt) {
  const TemporaryFolder folder;
  const std::filesystem::path to = folder.file("study");
  for (const int ranks : {1, 2}) {
    const std::string count = std::to_string(ranks);
    ASSERT_RUN_OK(run_chorus(
        ranks, kShort + Arguments{"--ranks", count, "-o", (to / "parts" / ("ranks-" + count)).string()}));
  }
  const Outcome outcome = run_chorus(1, {"scaling", "--collect", "-o", to.string()});
  ASSERT_RUN_OK(outcome);
  EXPECT_THAT(outcome.out, HasSubstr("the labels are the same at all 2 rank counts"));
  ASSERT_RUN_OK(run_chorus(1, {"scaling", "--collect", "-o", to.string()}));  // twice counts once
  EXPECT_EQ(answer_in(to).at("points").at(0).at("repeats"), 2);
  const Outcome nothing = run_chorus(1, {"scaling", "--collect", "-o", folder.file("none").string()});
  EXPECT_EQ(nothing.status, static_cast<int>(Exit::kInput));
  EXPECT_THAT(nothing.err, HasSubstr("no measurements"));
}

TEST(Scaling, MeasuresASweepOnOnesOwnSongsAndTheReportShowsIt) {
  const TemporaryFolder folder;
  const std::filesystem::path results = folder.file("results");
  const std::string songs = sample_songs().string();
  ASSERT_RUN_OK(
      run_chorus(1, {"cluster", songs, "-k", "3", "--restarts", "1", "-o", results.string(), "--quiet"}));
  EXPECT_THAT(read_file(results / "report.html"), Not(HasSubstr("\"study\":\"strong\"")));
  const Outcome outcome = run_chorus(2, {"scaling", songs, "--work", "sweep", "-k", "2,3", "--restarts", "2",
                                         "--repeats", "1", "-o", (results / "scaling").string()});
  ASSERT_RUN_OK(outcome);
  const json answer = answer_in(results / "scaling");
  EXPECT_EQ(answer.at("points").at(0).at("rows"), 3000);
  std::vector<std::string> phases;
  for (const json& phase : answer.at("points").at(0).at("phases")) phases.push_back(phase.at("name"));
  EXPECT_THAT(phases, testing::ElementsAre("load", "statistics", "seed", "lloyd", "quality", "silhouette"));
  ASSERT_RUN_OK(run_chorus(1, {"report", results.string()}));
  EXPECT_THAT(read_file(results / "report.html"), HasSubstr("\"study\":\"strong\""));
}

TEST(Scaling, SubmitsAJobAPointWithOptionsThatSurviveTheShell) {
  const TemporaryFolder folder;
  // An sbatch that notes what it is given.
  const std::filesystem::path bin = folder.file("bin");
  std::filesystem::create_directories(bin);
  {
    std::ofstream sbatch(bin / "sbatch");
    sbatch << "#!/bin/sh\nfor a in \"$@\"; do echo \"[$a]\"; done >> " << folder.file("calls").string()
           << "\necho 42\n";
  }
  std::filesystem::permissions(bin / "sbatch", std::filesystem::perms::owner_all);
  const std::filesystem::path songs = folder.file("it's mine.csv");
  std::filesystem::copy_file(sample_songs(), songs);
  std::ofstream(folder.file("job.sbatch")) << "#!/bin/sh\n";
  const std::string path = std::getenv("PATH");
  setenv("PATH", (bin.string() + ":" + path).c_str(), 1);
  const Outcome outcome =
      run_chorus(1, {"scaling", songs.string(), "--study", "weak", "--ranks", "1,3", "--passes", "7",
                     "--submit", folder.file("job.sbatch").string(), "-o", folder.file("study").string()});
  setenv("PATH", path.c_str(), 1);
  ASSERT_RUN_OK(outcome);
  EXPECT_THAT(outcome.out, HasSubstr("ranks-3: job 42"));
  const std::string calls = read_file(folder.file("calls"));
  EXPECT_THAT(calls, HasSubstr("[--ntasks=3]\n"));
  EXPECT_THAT(calls, HasSubstr(songs.string() + "]\n"));
  EXPECT_THAT(calls, HasSubstr("[--passes=7]\n"));
  EXPECT_THAT(calls, HasSubstr("[--dependency=afterany:42:42]\n"));
  EXPECT_THAT(calls, HasSubstr("[--songs-per-rank=9"));  // about 3,000 songs on three ranks
  EXPECT_THAT(calls, Not(HasSubstr("--submit")));
}

TEST(Scaling, RefusesWhatCannotBe) {
  const TemporaryFolder folder;
  const std::string to = folder.file("study").string();
  const auto refused = [&](int ranks, const Arguments& arguments, const std::string& says) {
    const Outcome outcome = run_chorus(ranks, Arguments{"scaling", "-o", to} + arguments);
    EXPECT_EQ(outcome.status, static_cast<int>(Exit::kInput)) << outcome.story();
    EXPECT_EQ(outcome.said().size(), 1U) << outcome.story();
    EXPECT_THAT(outcome.err, HasSubstr(says));
  };
  refused(2, {"--ranks", "3"}, "there are not 3 ranks");
  refused(1, {"--ranks", "1", "--nodes", "1"}, "both given");
  refused(1, {"-k", "2:4"}, "one number of clusters");
  refused(1, {sample_songs().string(), "--songs", "5000"}, "fewer songs");
  const Outcome few = run_chorus(1, {"scaling", "-o", to, "--songs", "3", "-k", "8"});
  EXPECT_EQ(few.status, static_cast<int>(Exit::kCannotCluster)) << few.story();
}

}  // namespace
}  // namespace chorus::test
