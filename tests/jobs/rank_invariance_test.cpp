// The same answer on every number of ranks, for every vector width, from a CSV and from its catalogue.
#include "program.hpp"
#include "real_catalogue.hpp"
#include "results.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <vector>

namespace chorus::test {
namespace {

using Bytes = std::map<std::string, std::string>;

/// What lasts of a run's results, and that it has all files that users are promised.
Bytes results_of(int ranks, const Arguments& arguments) {
  const TemporaryFolder folder;
  const std::filesystem::path to = folder.file("results");
  const Outcome outcome = run_chorus(ranks, Arguments{"cluster", "-o", to.string(), "--quiet"} + arguments);
  EXPECT_RUN_OK(outcome);
  if (!outcome.ok()) return {};
  EXPECT_EQ(read_summary(to).at("run").at("ranks"), ranks);
  Bytes bytes = lasting_bytes(to);
  for (const char* name : {"model.h5", "summary.json", "k_selection.csv", "cluster_profiles.csv",
                           "report.html", "report_data.json", "options.toml"}) {
    EXPECT_TRUE(bytes.contains(name)) << name;
  }
  return bytes;
}

void expect_same(const Bytes& reference, const Bytes& other, const std::string& what) {
  ASSERT_FALSE(reference.empty());
  EXPECT_EQ(differences(reference, other), "") << what;
}

/// One rank from the CSV is what all others must equal. Each way is tried at several of the counts; the long
/// form tries all.
void expect_same_everywhere(const std::filesystem::path& csv, const Arguments& options,
                            const Arguments& input_options) {
  const TemporaryFolder folder;
  const std::string h5 = folder.file(csv.stem().string() + ".h5").string();
  ASSERT_RUN_OK(run_chorus(3, Arguments{"ingest", csv.string(), "-o", h5, "--quiet"} + input_options));
  const Bytes reference = results_of(1, Arguments{csv.string()} + input_options + options);
  using Counts = std::vector<int>;
  const Counts all = {2, 3, 4, 5, 7, 8};
  for (const int ranks : long_tests() ? all : Counts{2, 4, 7}) {
    expect_same(reference, results_of(ranks, Arguments{csv.string()} + input_options + options),
                "CSV, ranks: " + std::to_string(ranks));
  }
  // What was said of the reading is part of a run's identity; the catalogue was read so.
  Bytes from_catalogue = results_of(1, Arguments{h5} + input_options + options);
  for (const int ranks : long_tests() ? all : Counts{3, 8}) {
    expect_same(from_catalogue, results_of(ranks, Arguments{h5} + input_options + options),
                "catalogue, ranks: " + std::to_string(ranks));
  }
  // Its options differ in how the input is read, which was said when it was ingested.
  from_catalogue["options.toml"] = reference.at("options.toml");
  expect_same(reference, from_catalogue, "catalogue, 1 rank");
}

/// The sample with some tempos missing and some durations of -1.
std::string sample_with_holes() {
  std::istringstream lines(read_file(sample_songs()));
  std::string text;
  int row = 0;
  for (std::string line; std::getline(lines, line); ++row) {
    if (row % 17 == 3) {
      const auto end = line.find(",4,");  // the time signature follows the tempo
      const auto begin = end == std::string::npos ? end : line.rfind(',', end - 1);
      if (begin != std::string::npos && line.find('"') == std::string::npos)
        line = line.substr(0, begin + 1) + "?" + line.substr(end);
    }
    text += line + "\n";
  }
  return text;
}

TEST(RankInvariance, Sample) {
  expect_same_everywhere(sample_songs(), {"-k", "2:4", "--restarts", "3"}, {});
}

TEST(RankInvariance, Hit1960s) {
  CHORUS_SHARED_OR_SKIP(shared);
  const RealCatalogue hits = real_catalogues().at(0);
  expect_same_everywhere(hits.csv(shared), {"-k", "2:4", "--restarts", "2"}, hits.options);
}

TEST(RankInvariance, SongData18k) {
  CHORUS_SHARED_OR_SKIP(shared);
  const RealCatalogue songs = real_catalogues().at(1);
  expect_same_everywhere(songs.csv(shared), {"-k", "3,8", "--restarts", "2"}, songs.options);
}

TEST(RankInvariance, AllCataloguesAtLength) {
  if (!long_tests()) GTEST_SKIP() << "skipped: takes minutes, set CHORUS_TEST_LONG=1";
  CHORUS_SHARED_OR_SKIP(shared);
  for (const RealCatalogue& songs : real_catalogues()) {
    SCOPED_TRACE(songs.name);
    expect_same_everywhere(songs.csv(shared), {"-k", "2:6", "--restarts", "3", "--scores"}, songs.options);
  }
}

TEST(RankInvariance, EveryVectorWidth) {
  const std::vector<std::string> targets = simd_targets_listed();
  ASSERT_FALSE(targets.empty());
  const Arguments options = {sample_songs().string(), "-k", "2:5", "--restarts", "2", "--scores"};
  const Bytes reference = results_of(2, options);
  for (const std::string& target : targets) {
    expect_same(reference, results_of(2, options + Arguments{"--simd", target}), target);
  }
  if (!long_tests()) return;
  CHORUS_SHARED_OR_SKIP(shared);
  for (const RealCatalogue& songs : real_catalogues()) {
    const Arguments real =
        Arguments{songs.csv(shared).string(), "-k", "2:4", "--restarts", "2"} + songs.options;
    const Bytes wide = results_of(2, real);
    for (const std::string& target : targets)
      expect_same(wide, results_of(2, real + Arguments{"--simd", target}), songs.name + " " + target);
  }
}

/// A way to run, in words of the command line.
class RankInvarianceOfOptions : public testing::TestWithParam<Arguments> {};

TEST_P(RankInvarianceOfOptions, SampleWithHoles) {
  const TemporaryFolder folder;
  const std::filesystem::path csv = folder.file("holes.csv");
  write_file(csv, sample_with_holes());
  const Arguments options =
      Arguments{csv.string(), "-k", "2:4", "--restarts", "2", "--seed", "7"} + GetParam();
  const Bytes reference = results_of(1, options);
  for (const int ranks : {3, 8})
    expect_same(reference, results_of(ranks, options), std::to_string(ranks) + " ranks");
}

INSTANTIATE_TEST_SUITE_P(Ways, RankInvarianceOfOptions,
                         testing::Values(Arguments{"--scores"}, Arguments{"--missing", "mean", "--scores"},
                                         Arguments{"--scaling", "minmax"}, Arguments{"--scaling", "none"},
                                         Arguments{"--seeding", "k-means||"},
                                         Arguments{"--seeding", "random"},
                                         Arguments{"--silhouette", "300", "--scores", "--components", "4"}));

/// A rank that may not keep its rows reads them again in every pass, from a file that has no name any more.
TEST(RankInvariance, RowsThatAreNotKept) {
  const Arguments options = {sample_songs().string(), "-k", "3", "--restarts", "2"};
  Bytes kept = results_of(2, options);
  Bytes read_again = results_of(3, options + Arguments{"--keep-rows", "0"});
  kept.erase("options.toml");
  read_again.erase("options.toml");
  expect_same(kept, read_again, "rows read again");
}

TEST(RankInvariance, AnotherSeedIsAnotherAnswer) {
  // Else the tests above might compare constants.
  const Arguments options = {sample_songs().string(), "-k", "6", "--restarts", "1", "--max-iterations", "2"};
  const Bytes one = results_of(1, options + Arguments{"--seed", "1"});
  const Bytes two = results_of(1, options + Arguments{"--seed", "2"});
  for (const char* name : {"model.h5", "sample_songs_clustered.csv", "summary.json", "report.html"})
    EXPECT_NE(one.at(name), two.at(name)) << name;
}

}  // namespace
}  // namespace chorus::test
