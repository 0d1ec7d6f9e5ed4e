// Numbers that a run exports where the data are degenerate or extreme: right, undefined, or said.
#include "chorus/core/build_info.hpp"
#include "chorus/model/model_file.hpp"
#include "program.hpp"
#include "results.hpp"
#include "support/test_files.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

namespace chorus::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::Contains;
using testing::HasSubstr;

const Arguments kTwo = {"--features", "energy,tempo", "--restarts", "2"};

/// `count` songs, `distinct` of which differ.
std::string songs(int count, int distinct) {
  std::string text = "title,energy,tempo\n";
  for (int i = 0; i < count; ++i) {
    const int kind = i % distinct;
    text += fmt::format("song {},0.{:02},{}\n", i, kind * 7 % 100, 90 + kind * kind % 71);
  }
  return text;
}

class Numbers : public testing::Test {
 protected:
  Outcome cluster(int ranks, const std::string& csv, const Arguments& more) {
    write_file(folder.file("songs.csv"), csv);
    return run_chorus(ranks, Arguments{"cluster", folder.file("songs.csv").string(), "--overwrite", "-o",
                                       results.string()} +
                                 more);
  }
  /// Whether a warning says so, on standard error and in summary.json.
  void expect_warning(const Outcome& outcome, const std::string& text) {
    EXPECT_THAT(outcome.said(), Contains(HasSubstr(text))) << outcome.story();
    EXPECT_THAT(read_summary(results).at("warnings").get<std::vector<std::string>>(),
                Contains(HasSubstr(text)));
  }
  const TemporaryFolder folder;
  const fs::path results = folder.file("results");
};

TEST_F(Numbers, NoTypicalSongsIfNoneAreAskedFor) {
  const Outcome outcome = cluster(2, songs(40, 40), kTwo + Arguments{"-k", "2:3", "--typical", "0"});
  ASSERT_RUN_OK(outcome);
  for (const json& profile : read_summary(results).at("profiles")) EXPECT_TRUE(profile.at("typical").empty());
}

TEST_F(Numbers, TheModelNamesTheProgramThatMadeIt) {
  ASSERT_RUN_OK(cluster(1, songs(40, 40), kTwo + Arguments{"-k", "2"}));
  EXPECT_EQ(model::read_model_file(results / "model.h5").program,
            std::string("chorus ") + build_info::kVersion);
}

TEST_F(Numbers, DeviationsAreRightBesideAnAbsurdDuration) {
  std::mt19937 generator(4);
  std::normal_distribution<double> normal;
  std::string csv = "energy,tempo,duration_ms\n";
  std::vector<double> durations;
  for (int i = 0; i < 3000; ++i) {
    durations.push_back(std::round(200'000 + 20'000 * normal(generator)));
    csv += fmt::format("{:.4f},{:.2f},{}\n", i % 3 * 0.4 + 0.01 * normal(generator),
                       90 + i % 3 * 30 + normal(generator), durations.back());
  }
  csv += "0.5,100,1000000000000000\n";
  const Outcome outcome = cluster(
      2, csv,
      {"--features", "energy,tempo,duration_ms", "-k", "4", "--restarts", "3", "--label-column", "of"});
  ASSERT_RUN_OK(outcome);
  const json profiles = read_summary(results).at("profiles");
  for (std::size_t c = 0; c < 3; ++c) {
    ASSERT_EQ(profiles[c].at("size"), 1000);
    const double deviation = profiles[c].at("standard_deviation").at(2);
    EXPECT_NEAR(deviation, 20'000, 2'000);
  }
  EXPECT_EQ(profiles[3].at("size"), 1);
  EXPECT_EQ(profiles[3].at("standard_deviation"), json({0.0, 0.0, 0.0})) << "one song deviates by nothing";
}

TEST_F(Numbers, UndefinedScoresAreNeverTheBest) {
  for (const char* criterion : {"davies-bouldin", "silhouette", "calinski-harabasz"}) {
    const Outcome outcome = cluster(2, songs(12, 12), kTwo + Arguments{"-k", "1:12", "--choose", criterion});
    ASSERT_RUN_OK(outcome);
    const json summary = read_summary(results);
    EXPECT_LT(summary.at("k"), 12) << criterion;
    EXPECT_GT(summary.at("k"), 1) << criterion;
    for (const std::size_t at : {0U, 11U}) {
      for (const char* score : {"silhouette", "davies_bouldin", "calinski_harabasz"})
        EXPECT_TRUE(summary.at("k_selection").at(at).at(score).is_null()) << score;
    }
    EXPECT_THAT(read_file(results / "k_selection.csv"), HasSubstr("\n12,0,,,12,,,"));
  }
  // Asked for alone, it is clustered, and the widths are left out.
  const Outcome outcome = cluster(2, songs(12, 12), kTwo + Arguments{"-k", "12", "--scores"});
  ASSERT_RUN_OK(outcome);
  EXPECT_TRUE(read_summary(results).at("k_selection").at(0).at("silhouette").is_null());
  ASSERT_RUN_OK(run_chorus(1, {"report", results.string()}));
}

TEST_F(Numbers, ARangeWithoutAnyScoreIsOneError) {
  const Outcome outcome = cluster(3, songs(12, 12), kTwo + Arguments{"-k", "1:12:11"});
  EXPECT_EQ(outcome.status, 3) << outcome.story();
  const std::vector<std::string> said = outcome.said();
  const auto is_error = [](const std::string& line) { return line.starts_with("chorus: error: "); };
  EXPECT_EQ(std::count_if(said.begin(), said.end(), is_error), 1) << outcome.story();
  EXPECT_THAT(said, Contains(HasSubstr("no score is defined for any k of the range")));
}

TEST_F(Numbers, ARangeEndsWhereDistinctSongsDo) {
  for (const Arguments& seeding :
       {Arguments{}, Arguments{"--seeding", "random"}, Arguments{"--seeding", "k-means||"}}) {
    std::map<std::string, std::string> bytes;
    for (const int ranks : {1, 3}) {
      const Outcome outcome = cluster(ranks, songs(60, 5), kTwo + Arguments{"-k", "2:9"} + seeding);
      ASSERT_RUN_OK(outcome);
      const json summary = read_summary(results);
      ASSERT_EQ(summary.at("k_selection").size(), 4U);
      EXPECT_EQ(summary.at("k_selection").back().at("k"), 5);
      expect_warning(outcome, "k = 6 to 9 are left out");
      if (ranks == 1) bytes = lasting_bytes(results);
    }
    EXPECT_EQ(differences(bytes, lasting_bytes(results)), "");
  }
  const Outcome more = cluster(2, songs(20, 20), kTwo + Arguments{"-k", "18,19,25"});
  ASSERT_RUN_OK(more);
  expect_warning(more, "k = 25 is left out");
  EXPECT_EQ(cluster(2, songs(60, 5), kTwo + Arguments{"-k", "6:9"}).status, 3);
  EXPECT_EQ(cluster(2, songs(20, 20), kTwo + Arguments{"-k", "21:30"}).status, 3);
}

TEST_F(Numbers, AShortenedRangeIsResumed) {
  const Arguments asked = kTwo + Arguments{"-k", "2:9"};
  ASSERT_RUN_OK(cluster(2, songs(60, 5), asked));
  const auto unbroken = lasting_bytes(results);
  const Outcome stopped =
      cluster(2, songs(60, 5), asked + Arguments{"--checkpoint", "0.0001s", "--max-time", "0.001s"});
  EXPECT_EQ(stopped.status, 75) << stopped.story();
  ASSERT_RUN_OK(run_chorus(
      3,
      Arguments{"cluster", folder.file("songs.csv").string(), "-o", results.string(), "--resume"} + asked));
  EXPECT_EQ(read_summary(results).at("k_selection").size(), 4U);
  const auto resumed = lasting_bytes(results);
  for (const char* name : {"model.h5", "k_selection.csv", "songs_clustered.csv", "cluster_profiles.csv"})
    EXPECT_EQ(resumed.at(name), unbroken.at(name)) << name;
}

TEST_F(Numbers, AClusterWithoutSongsIsSaid) {
  write_file(folder.file("init.csv"), "energy,tempo\n0.3,100\n0.6,130\n900,90000\n");
  const Outcome outcome = cluster(2, songs(40, 40),
                                  kTwo + Arguments{"-k", "3", "--init", folder.file("init.csv").string(),
                                                   "--init-space", "original", "--max-iterations", "0"});
  ASSERT_RUN_OK(outcome);
  expect_warning(outcome, "k = 3: there are clusters without songs");
  const json last = read_summary(results).at("profiles").at(2);
  EXPECT_EQ(last.at("size"), 0);
  EXPECT_EQ(last.at("name"), "(no songs)");
  EXPECT_EQ(last.at("use_case"), "");
  EXPECT_EQ(read_summary(results).at("k_selection").at(0).at("stop"), "no pass");
}

TEST_F(Numbers, SongsCloserThanLabelsResolveEndWell) {
  std::string csv = "energy,tempo\n";
  for (int i = 0; i < 200; ++i) csv += i < 100 ? "0,5\n" : i < 150 ? "1000,5\n" : "1000.05,5\n";
  const Outcome outcome = cluster(2, csv, kTwo + Arguments{"-k", "3"});
  ASSERT_RUN_OK(outcome);
  const json summary = read_summary(results);
  const json sizes = summary.at("k_selection").at(0).at("sizes");
  if (sizes.at(2) == 0) {
    expect_warning(outcome, "k = 3: there are clusters without songs");
    EXPECT_EQ(summary.at("profiles").at(2).at("name"), "(no songs)");
  }
  EXPECT_LT(summary.at("k_selection").at(0).at("iterations"), 10);
}

TEST_F(Numbers, ClustersAreNumberedByTheirSizes) {
  for (const char* seed : {"0", "1", "2"}) {
    ASSERT_RUN_OK(run_chorus(2, {"cluster", sample_songs().string(), "-k", "9", "--max-iterations", "1",
                                 "--restarts", "2", "--seed", seed, "--overwrite", "-o", results.string()}));
    const json sizes = read_summary(results).at("k_selection").at(0).at("sizes");
    EXPECT_TRUE(std::is_sorted(sizes.rbegin(), sizes.rend())) << sizes;
    const json profiles = read_summary(results).at("profiles");
    for (std::size_t c = 0; c < 9; ++c) EXPECT_EQ(profiles.at(c).at("size"), sizes.at(c));
  }
}

TEST_F(Numbers, WhyAFitEndedIsSaid) {
  const Arguments sample = {"cluster", sample_songs().string(), "-k", "3:4",           "--restarts",
                            "3",       "--overwrite",           "-o", results.string()};
  const Outcome settled = run_chorus(2, sample);
  ASSERT_RUN_OK(settled);
  EXPECT_THAT(settled.err, testing::Not(HasSubstr("used up")));
  EXPECT_THAT(settled.out, HasSubstr("tolerance"));
  for (const json& score : read_summary(results).at("k_selection")) {
    EXPECT_TRUE(score.at("stop") == "tolerance" || score.at("stop") == "unchanged" ||
                score.at("stop") == "no gain");
    int restarts = 0;
    for (const auto& [reason, count] : score.at("stops").items()) restarts += count.get<int>();
    EXPECT_EQ(restarts, 3);
  }
  const Outcome cut = run_chorus(2, sample + Arguments{"--max-iterations", "2"});
  ASSERT_RUN_OK(cut);
  expect_warning(cut, "6 of 6 fits used up their 2 passes before they settled (k = 3, 4)");
  EXPECT_EQ(read_summary(results).at("k_selection").at(0).at("stop"), "iterations");
  EXPECT_THAT(read_file(results / "k_selection.csv"), HasSubstr(",iterations\n"));
}

TEST_F(Numbers, UnscaledExtremesLeaveInertiaUndefined) {
  for (const char* power : {"e170", "e-170"}) {
    std::string csv = "energy,tempo\n";
    for (int i = 0; i < 60; ++i) csv += fmt::format("{}{},{}{}\n", 1 + i % 3, power, 3 + i % 7, power);
    const Outcome outcome = cluster(2, csv, kTwo + Arguments{"-k", "2:4", "--scaling", "none"});
    ASSERT_RUN_OK(outcome);
    for (const json& score : read_summary(results).at("k_selection")) {
      EXPECT_TRUE(score.at("inertia").is_null()) << score;
      EXPECT_TRUE(score.at("silhouette").is_number());
    }
    expect_warning(outcome, "k = 2, 3, 4: the inertia is left undefined");
    EXPECT_THAT(outcome.out, testing::Not(HasSubstr("inf")));
  }
}

TEST_F(Numbers, DenormalsAreOnWhateverALibrarySet) {
  const char* library = std::getenv("CHORUS_FLUSH_DENORMALS");
  ASSERT_NE(library, nullptr);
  std::string csv = "energy,tempo\n";
  for (int i = 0; i < 60; ++i) csv += fmt::format("{}e-310,{}\n", 1 + i % 3 * 20 + i % 2, 90 + i % 7);
  ASSERT_RUN_OK(cluster(1, csv, kTwo + Arguments{"-k", "3"}));
  const auto plain = lasting_bytes(results);
  ::setenv("LD_PRELOAD", library, 1);
  const Outcome outcome = cluster(1, csv, kTwo + Arguments{"-k", "3"});
  ::unsetenv("LD_PRELOAD");
  ASSERT_RUN_OK(outcome);
  EXPECT_EQ(differences(plain, lasting_bytes(results)), "");
}

}  // namespace
}  // namespace chorus::test
