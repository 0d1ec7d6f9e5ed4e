#include "truth.hpp"

#include "support/test_files.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace chorus::test {

using nlohmann::json;

void write_init(const std::filesystem::path& path, const json& truth, const json& fit, InitSpace space,
                InitHeader header) {
  const std::size_t d = truth.at("features").size();
  const json& deviation =
      truth.contains("scale_population_std") ? truth["scale_population_std"] : truth.at("standard_deviation");
  std::vector<std::size_t> order(d);
  for (std::size_t j = 0; j < d; ++j) order[j] = header == InitHeader::kReversed ? d - 1 - j : j;
  const auto line = [&](auto cell) {
    std::vector<std::string> cells;
    for (const std::size_t j : order) cells.push_back(cell(j));
    return fmt::format("{}\n", fmt::join(cells, ","));
  };
  std::string text;
  if (header == InitHeader::kReversed) {
    text += line([&](std::size_t j) { return truth["features"][j].get<std::string>(); });
  }
  for (const json& centroid : fit.at("centroids_standardised")) {
    text += line([&](std::size_t j) {
      const double z = centroid[j];
      const double value =
          space == InitSpace::kScaled ? z : truth["mean"][j].get<double>() + z * deviation[j].get<double>();
      return fmt::format("{:.17g}", value);
    });
  }
  write_file(path, text);
}

void expect_same_statistics(const json& summary, const json& truth, const std::string& deviation) {
  const std::size_t d = truth.at("features").size();
  ASSERT_EQ(summary.at("features"), truth.at("features"));
  const auto relative = [](const json& a, const json& b) {
    return std::abs(a.get<double>() - b.get<double>()) / std::abs(b.get<double>());
  };
  for (std::size_t i = 0; i < d; ++i) {
    EXPECT_LE(relative(summary["mean"][i], truth["mean"][i]), 1e-9) << "mean of " << truth["features"][i];
    EXPECT_LE(relative(summary["standard_deviation"][i], truth.at(deviation)[i]), 1e-9)
        << "deviation of " << truth["features"][i];
    EXPECT_NEAR(summary["pca"]["explained_variance_ratio"][i].get<double>(),
                truth["pca_explained_variance_ratio"][i].get<double>(), 1e-6)
        << "component " << i;
    for (std::size_t j = 0; j < d; ++j) {
      EXPECT_NEAR(summary["correlation"][i][j].get<double>(), truth["correlation"][i][j].get<double>(), 1e-9)
          << i << ", " << j;
    }
  }
  for (std::size_t c = 0; c < summary["pca"]["components"].size() && c < truth["pca_components"].size();
       ++c) {
    // The sign is a convention; the direction is not.
    double dot = 0;
    for (std::size_t j = 0; j < d; ++j)
      dot += summary["pca"]["components"][c][j].get<double>() * truth["pca_components"][c][j].get<double>();
    EXPECT_NEAR(std::abs(dot), 1, 1e-6) << "component " << c;
  }
}

void expect_same_scores(const json& summary, const json& fit, double silhouette_tolerance) {
  const json& found = summary.at("k_selection").at(0);
  ASSERT_EQ(found.at("k"), fit.at("k"));
  auto sizes = found.at("sizes").get<std::vector<std::int64_t>>();
  auto wanted = fit.at("sizes").get<std::vector<std::int64_t>>();
  EXPECT_TRUE(std::is_sorted(sizes.rbegin(), sizes.rend())) << "clusters are numbered by decreasing size";
  std::sort(wanted.rbegin(), wanted.rend());
  ASSERT_EQ(sizes.size(), wanted.size());
  for (std::size_t c = 0; c < sizes.size(); ++c)
    EXPECT_NEAR(static_cast<double>(sizes[c]), static_cast<double>(wanted[c]), 1) << "cluster " << c;
  for (const char* score : {"inertia", "davies_bouldin", "calinski_harabasz"}) {
    EXPECT_NEAR(found.at(score).get<double>() / fit.at(score).get<double>(), 1, 1e-4) << score;
  }
  EXPECT_NEAR(found.at("silhouette").get<double>(), fit.at("silhouette").get<double>(), silhouette_tolerance);
}

}  // namespace chorus::test
