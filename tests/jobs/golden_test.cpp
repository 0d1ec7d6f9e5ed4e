// The sample's results against those of scikit-learn; tests/tools/make_golden.py says how they were made.
#include "program.hpp"
#include "results.hpp"
#include "support/test_files.hpp"
#include "truth.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace chorus::test {
namespace {

using nlohmann::json;

json golden() {
  return json::parse(
      read_file(sample_songs().parent_path().parent_path() / "tests" / "golden" / "sample_songs.json"));
}

TEST(Golden, GivenItsCentroids) {
  const TemporaryFolder folder;
  const json truth = golden();
  int runs = 0;
  for (const json& fit : truth.at("kmeans")) {
    SCOPED_TRACE("k = " + fit.at("k").dump());
    const bool odd = ++runs % 2 == 1;
    write_init(folder.file("init.csv"), truth, fit, odd ? InitSpace::kScaled : InitSpace::kOriginal,
               odd ? InitHeader::kReversed : InitHeader::kNone);
    const std::filesystem::path to = folder.file("results");
    ASSERT_RUN_OK(
        run_chorus(2, {"cluster", sample_songs().string(), "-k", fit.at("k").dump(), "--init",
                       folder.file("init.csv").string(), "--init-space", odd ? "scaled" : "original",
                       "--max-iterations", "0", "--overwrite", "-o", to.string()}));
    const json summary = read_summary(to);
    EXPECT_EQ(summary.at("rows"), truth.at("rows"));
    EXPECT_EQ(summary.at("space"), "standardized features");
    expect_same_statistics(summary, truth, "standard_deviation");
    expect_same_scores(summary, fit, 1e-4);
    EXPECT_EQ(summary["k_selection"][0]["iterations"], 0);
  }
  EXPECT_EQ(runs, 5);
}

TEST(Golden, SearchReachesItsInertia) {
  const TemporaryFolder folder;
  const std::filesystem::path to = folder.file("results");
  ASSERT_RUN_OK(run_chorus(2, {"cluster", sample_songs().string(), "-k", "2:6", "-o", to.string()}));
  const json found = read_summary(to);
  const json truth = golden();
  ASSERT_EQ(found.at("k_selection").size(), truth.at("kmeans").size());
  std::size_t best = 0;
  for (std::size_t i = 0; i < truth["kmeans"].size(); ++i) {
    SCOPED_TRACE(truth["kmeans"][i].at("k"));
    const double inertia = found["k_selection"][i].at("inertia");
    EXPECT_LE(inertia, 1.0005 * truth["kmeans"][i].at("search_inertia").get<double>());
    EXPECT_GE(inertia, 0.999 * truth["kmeans"][i].at("inertia").get<double>());
    if (truth["kmeans"][i]["silhouette"] > truth["kmeans"][best]["silhouette"]) best = i;
  }
  EXPECT_EQ(found.at("k"), truth["kmeans"][best].at("k")) << "chosen by silhouette";
}

TEST(Golden, LongSearchReachesItsBestInertia) {
  const TemporaryFolder folder;
  const std::filesystem::path to = folder.file("results");
  ASSERT_RUN_OK(run_chorus(2, {"cluster", sample_songs().string(), "-k", "2:6", "--restarts", "600",
                               "--tolerance", "1e-6", "-o", to.string()}));
  const json found = read_summary(to);
  for (const json& fit : golden().at("kmeans")) {
    const json& mine = found.at("k_selection").at(fit.at("k").get<std::size_t>() - 2);
    EXPECT_LE(mine.at("inertia").get<double>(), 1.0005 * fit.at("inertia").get<double>())
        << "k = " << fit.at("k");
  }
}

}  // namespace
}  // namespace chorus::test
