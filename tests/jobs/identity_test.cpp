// Finished results are what was asked for: --resume with another value of any option that decides them ends
// with status 2 and names it; outputs that are asked for and missing are made.
#include "program.hpp"
#include "results.hpp"
#include "support/test_files.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chorus::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string songs() {
  std::string text = "title,energy,tempo,valence\n";
  for (int i = 0; i < 60; ++i)
    text += fmt::format("song {},0.{},{},0.{}\n", i, i % 10, 90 + i * i % 71, i % 7);
  return text;
}

class Identity : public testing::Test {
 protected:
  void SetUp() override {
    write_file(input(), songs());
    ASSERT_RUN_OK(run_chorus(2, told() + Arguments{"--quiet"}));
  }
  [[nodiscard]] std::string input() const { return folder_.file("songs.csv").string(); }
  [[nodiscard]] std::string results() const { return folder_.file("results").string(); }
  [[nodiscard]] Arguments told() const {
    return {"cluster", input(), "-o",         results(), "--features", "energy,tempo,valence",
            "-k",      "2:3",   "--restarts", "2"};
  }
  /// The same command with another value of an option it has, or with one more.
  [[nodiscard]] Outcome again(const Arguments& other, int ranks = 1) const {
    Arguments words = told();
    const auto there = std::find(words.begin(), words.end(), other.front());
    if (there != words.end()) words.erase(there, there + 2);
    return run_chorus(ranks, words + other + Arguments{"--resume"});
  }
  TemporaryFolder folder_;
};

TEST_F(Identity, AnotherValueOfAnyOptionIsRefused) {
  struct Other {
    Arguments words;
    std::string says;
  };
  const std::vector<Other> others = {
      {{"--features", "energy,tempo"}, "--features is 'energy,tempo,valence' there and 'energy,tempo' here"},
      {{"--column", "energy=Energy"}, "--column is '' there and 'energy=Energy' here"},
      {{"--delimiter", ","}, "--delimiter is 'auto' there and ',' here"},
      {{"--na", "0"}, "--na is "},
      {{"--bad-rows", "skip"}, "--bad-rows is 'error' there and 'skip' here"},
      {{"--non-numeric", "missing"}, "--non-numeric is 'error' there and 'missing' here"},
      {{"--missing", "mean"}, "--missing is 'drop' there and 'mean' here"},
      {{"--min", "energy=0.1"}, "--min is '' there and 'energy=0.1' here"},
      {{"--max", "energy=0.5"}, "--max is '' there and 'energy=0.5' here"},
      {{"-k", "2"}, "--clusters is '2:3' there and '2' here"},
      {{"--restarts", "3"}, "--restarts is '2' there and '3' here"},
      {{"--seed", "9"}, "--seed is '0' there and '9' here"},
      {{"--seeding", "random"}, "--seeding is 'k-means++' there and 'random' here"},
      {{"--tolerance", "0"}, "--tolerance is '0.0001' there and '0' here"},
      {{"--max-iterations", "7"}, "--max-iterations is '300' there and '7' here"},
      {{"--scaling", "minmax"}, "--scaling is 'standard' there and 'minmax' here"},
      {{"--silhouette", "exact"}, "--silhouette is 'auto' there and 'exact' here"},
      {{"--choose", "elbow"}, "--choose is 'silhouette' there and 'elbow' here"},
      {{"--components", "1"}, "--components is '2' there and '1' here"},
      {{"--typical", "1"}, "--typical is '5' there and '1' here"},
      {{"--name", "other.csv"}, "--name is 'songs_clustered.csv' there and 'other.csv' here"},
      {{"--label-column", "group"}, "--label-column is 'cluster' there and 'group' here"},
      {{"--scores"}, "--scores is 'no' there and 'yes' here"},
  };
  const auto before = all_bytes(results());
  for (const Other& other : others) {
    const Outcome run = again(other.words);
    EXPECT_EQ(run.status, 2) << run.story();
    ASSERT_EQ(run.said().size(), 1U) << run.story();
    EXPECT_THAT(run.said().front(), HasSubstr("finished results of another run")) << run.story();
    EXPECT_THAT(run.said().front(), HasSubstr(other.says)) << run.story();
  }
  EXPECT_EQ(differences(before, all_bytes(results())), "");
  EXPECT_RUN_OK(run_chorus(3, told() + Arguments{"--resume"}));
}

TEST_F(Identity, AnotherInputIsRefused) {
  std::string other = songs();
  other[other.size() - 2] = '9';
  write_file(input(), other);
  const Outcome run = again({"--quiet"}, 3);
  EXPECT_EQ(run.status, 2) << run.story();
  EXPECT_THAT(run.err, HasSubstr("hash of the input is "));
}

TEST_F(Identity, AnotherContentOfTheStartsIsRefused) {
  const std::string starts = folder_.file("starts.csv").string();
  write_file(starts, "energy,tempo,valence\n0.1,100,0.1\n0.8,140,0.5\n");
  const Arguments from = {"cluster",      input(),    "--features", "energy,tempo,valence",
                          "-k",           "2",        "--init",     starts,
                          "--init-space", "original", "-o",         folder_.file("started").string()};
  ASSERT_RUN_OK(run_chorus(2, from));
  EXPECT_RUN_OK(run_chorus(2, from + Arguments{"--resume"}));
  fs::rename(starts, folder_.file("moved.csv"));
  Arguments moved = from;
  *(std::find(moved.begin(), moved.end(), starts)) = folder_.file("moved.csv").string();
  EXPECT_RUN_OK(run_chorus(1, moved + Arguments{"--resume"}));
  write_file(starts, "energy,tempo,valence\n0.1,100,0.1\n0.8,140,0.6\n");
  const Outcome run = run_chorus(2, from + Arguments{"--resume"});
  EXPECT_EQ(run.status, 2) << run.story();
  EXPECT_THAT(run.err, HasSubstr("--init is 'the content "));
}

TEST_F(Identity, OutputsThatAreMissingAreMade) {
  const Outcome kept = again({"--keep-catalogue"}, 2);
  ASSERT_RUN_OK(kept);
  EXPECT_THAT(kept.out, HasSubstr("made        " + results() + "/songs.h5"));
  EXPECT_TRUE(fs::exists(results() + "/songs.h5"));
  const Outcome inspected = run_chorus(1, {"inspect", results() + "/songs.h5"});
  EXPECT_RUN_OK(inspected);
  const Outcome kept_again = again({"--keep-catalogue"});
  ASSERT_RUN_OK(kept_again);
  EXPECT_EQ(kept_again.out.find("made "), std::string::npos);
  if (std::system("command -v gnuplot >/dev/null") != 0) GTEST_SKIP() << "skipped: needs gnuplot";  // NOLINT
  const Outcome drawn = again({"--figures"}, 2);
  ASSERT_RUN_OK(drawn);
  EXPECT_THAT(drawn.out, HasSubstr("made        the figures"));
  EXPECT_TRUE(fs::exists(results() + "/plots/sizes.svg"));
}

TEST_F(Identity, IsInTheSummary) {
  const auto options = read_summary(results()).at("options");
  for (const char* name : {"features", "column", "delimiter", "na", "bad-rows", "non-numeric", "init",
                           "init-space", "scores", "typical", "label-column", "name", "program",
                           "hash of the input", "size of the input", "format of the results"}) {
    EXPECT_TRUE(options.contains(name)) << name;
  }
  EXPECT_THAT(options.at("program").get<std::string>(), HasSubstr("chorus 0."));
}

}  // namespace
}  // namespace chorus::test
