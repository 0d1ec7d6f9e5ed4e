// Agreement with scikit-learn on real catalogues, and of the model file with the export.
#include "chorus/model/model_file.hpp"
#include "csv_walk.hpp"
#include "program.hpp"
#include "real_catalogue.hpp"
#include "results.hpp"
#include "support/test_files.hpp"
#include "truth.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace chorus::test {
namespace {

using nlohmann::json;

/// Given scikit-learn's centroids, the scores must be scikit-learn's.
void expect_agreement(const RealCatalogue& songs, const std::filesystem::path& shared,
                      const std::vector<int>& ks, const std::vector<InitSpace>& spaces) {
  const TemporaryFolder folder;
  const std::string h5 = folder.file("songs.h5").string();
  ASSERT_RUN_OK(run_chorus(2, Arguments{"ingest", songs.csv(shared).string(), "-o", h5} + songs.options));
  const json truth = json::parse(read_file(shared / "truth" / ("truth-" + songs.truth + ".json")));
  for (const json& fit : truth.at("kmeans")) {
    const int k = fit.at("k");
    if (std::find(ks.begin(), ks.end(), k) == ks.end()) continue;
    for (const InitSpace space : spaces) {
      SCOPED_TRACE(songs.name + ", k = " + std::to_string(k) +
                   (space == InitSpace::kScaled ? ", scaled" : ", original"));
      const bool exact = fit.at("silhouette_n") == truth.at("rows_used");
      write_init(folder.file("init.csv"), truth, fit, space,
                 k % 2 == 0 ? InitHeader::kNone : InitHeader::kReversed);
      const std::filesystem::path to = folder.file("results");
      const Outcome outcome =
          run_chorus(2, {"cluster", h5, "-k", std::to_string(k), "--init", folder.file("init.csv").string(),
                         "--init-space", space == InitSpace::kScaled ? "scaled" : "original",
                         "--max-iterations", "0", "--quiet", "--overwrite", "-o", to.string()});
      ASSERT_RUN_OK(outcome);
      const json summary = read_summary(to);
      EXPECT_EQ(summary.at("rows_used"), truth.at("rows_used"));
      expect_same_statistics(summary, truth, "scale_population_std");
      expect_same_scores(summary, fit, exact ? 1e-4 : 0.01);
    }
  }
}

TEST(Agreement, Hit1960sEveryK) {
  CHORUS_SHARED_OR_SKIP(shared);
  expect_agreement(real_catalogues().at(0), shared, {2, 3, 4, 5, 6, 7, 8, 9, 10}, {InitSpace::kScaled});
}

TEST(Agreement, FiveCatalogues) {
  CHORUS_SHARED_OR_SKIP(shared);
  for (std::size_t i = 0; i < 5; ++i)
    expect_agreement(real_catalogues().at(i), shared, {3, 10}, {InitSpace::kOriginal});
}

TEST(Agreement, FiveCataloguesEveryKAtLength) {
  if (!long_tests()) GTEST_SKIP() << "skipped: takes minutes, set CHORUS_TEST_LONG=1";
  CHORUS_SHARED_OR_SKIP(shared);
  for (std::size_t i = 0; i < 5; ++i) {
    expect_agreement(real_catalogues().at(i), shared, {2, 3, 4, 5, 6, 7, 8, 9, 10},
                     {InitSpace::kScaled, InitSpace::kOriginal});
  }
}

/// The label that model.h5's header defines for a row of original values.
int assigned(const model::StoredModel& model, const std::vector<double>& row) {
  const std::size_t d = row.size();
  std::vector<float> x(d);
  for (std::size_t j = 0; j < d; ++j) {
    if (model.grid.scale[j] == 0) continue;
    const double step = std::ldexp(1.0, model.grid.exponent[j]);
    const double centred = (row[j] - model.grid.centre[j]) / model.grid.scale[j] / model.grid.space_unit;
    x[j] = static_cast<float>(std::nearbyint(centred / step) * step);
  }
  int best = -1;
  float least = 0;
  for (int c = 0; c < model.fitted.k; ++c) {
    const float* centroid = model.fitted.centroids.data() + static_cast<std::size_t>(c) * d;
    double norm = 0;
    for (std::size_t j = 0; j < d; ++j)
      norm += static_cast<double>(centroid[j]) * static_cast<double>(centroid[j]);
    auto t = static_cast<float>(norm / 2);
    for (std::size_t j = 0; j < d; ++j) t = std::fma(-x[j], centroid[j], t);
    if (best < 0 || t < least) {
      best = c;
      least = t;
    }
  }
  return best;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

/// Assigning the CSV's rows by model.h5 alone gives the exported labels.
void expect_model_assigns(const std::filesystem::path& csv, const Arguments& options) {
  const TemporaryFolder folder;
  const std::filesystem::path to = folder.file("results");
  ASSERT_RUN_OK(run_chorus(3, Arguments{"cluster", csv.string(), "--restarts", "1", "--silhouette", "100",
                                        "-o", to.string(), "--quiet"} +
                                  options));
  const model::StoredModel model = model::read_model_file(to / "model.h5");
  const json summary = read_summary(to);
  EXPECT_EQ(model.fingerprint, summary.at("fingerprint"));
  EXPECT_EQ(json(model.fitted.features), summary.at("features"));
  EXPECT_EQ(json(model.sizes), summary.at("k_selection").at(0).at("sizes"));
  const auto records = split_plainly(read_file(csv));
  const ExportWalk walk = walk_export(records, read_file(to / (csv.stem().string() + "_clustered.csv")));
  ASSERT_EQ(walk.problem, "");
  std::vector<std::size_t> columns;
  for (const std::string& feature : model.fitted.features) {
    for (std::size_t c = 0; c < records[0].fields.size(); ++c)
      if (lower(records[0].fields[c]) == feature) columns.push_back(c);
  }
  ASSERT_EQ(columns.size(), model.fitted.features.size());
  std::vector<double> row(columns.size());
  for (std::size_t i = 1; i < records.size(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j) row[j] = std::stod(records[i].fields.at(columns[j]));
    ASSERT_EQ(walk.labels.at(i), std::to_string(assigned(model, row))) << "record " << i;
  }
}

TEST(Agreement, ModelFileAssignsAsExported) {
  expect_model_assigns(sample_songs(), {"-k", "6"});
  expect_model_assigns(sample_songs(), {"-k", "5", "--scaling", "minmax"});
  expect_model_assigns(sample_songs(), {"-k", "5", "--scaling", "none"});
  expect_model_assigns(sample_songs(), {"-k", "40", "--max-iterations", "1"});
}

TEST(Agreement, ModelFileAssignsARealCatalogue) {
  CHORUS_SHARED_OR_SKIP(shared);
  expect_model_assigns(real_catalogues().at(0).csv(shared), {"-k", "10"});
  expect_model_assigns(real_catalogues().at(3).csv(shared), {"-k", "7"});
}

}  // namespace
}  // namespace chorus::test
