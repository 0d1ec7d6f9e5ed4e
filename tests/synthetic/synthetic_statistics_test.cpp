// 95,837 synthetic songs against the published statistics of the catalogue that they imitate. (Inertias for
// other k and silhouettes: tests/tools/check_synthetic.py.)
#include "chorus/synthetic/songs.hpp"
#include "support/random_cases.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace chorus::synthetic {
namespace {

constexpr std::size_t kSongs = 95'837;
constexpr std::size_t kFeatures = kSyntheticFeatures.size();
using Rows = std::vector<double>;  // n x kFeatures

Rows songs(std::uint64_t seed) {
  Rows values(kSongs * kFeatures);
  synthetic_features(seed, {0, kSongs}, values);
  return values;
}

std::vector<double> column(const Rows& rows, std::size_t feature) {
  std::vector<double> values(rows.size() / kFeatures);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = rows[i * kFeatures + feature];
  return values;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// Columns with their mean taken away, divided by their population deviation.
Rows standardized(const Rows& rows, std::vector<double>& means, std::vector<double>& deviations) {
  Rows result(rows.size());
  for (std::size_t feature = 0; feature < kFeatures; ++feature) {
    std::vector<double> values = column(rows, feature);
    means.push_back(mean_of(values));
    double square = 0;
    for (const double value : values) square += (value - means.back()) * (value - means.back());
    deviations.push_back(std::sqrt(square / static_cast<double>(values.size())));
    for (std::size_t i = 0; i < values.size(); ++i) {
      result[i * kFeatures + feature] = (values[i] - means.back()) / deviations.back();
    }
  }
  return result;
}

/// Lloyd's algorithm from `centroids` (k x kFeatures) until no row moves; the inertia. A plain serial twin.
double lloyd(const Rows& rows, Rows centroids) {
  const std::size_t k = centroids.size() / kFeatures;
  std::vector<std::size_t> labels(kSongs, k);
  for (int pass = 0; pass < 200; ++pass) {
    double inertia = 0;
    bool moved = false;
    Rows sums(centroids.size());
    std::vector<double> sizes(k);
    for (std::size_t i = 0; i < kSongs; ++i) {
      double nearest = std::numeric_limits<double>::infinity();
      std::size_t label = 0;
      for (std::size_t c = 0; c < k; ++c) {
        double distance = 0;
        for (std::size_t j = 0; j < kFeatures; ++j) {
          const double difference = rows[i * kFeatures + j] - centroids[c * kFeatures + j];
          distance += difference * difference;
        }
        if (distance < nearest) {
          nearest = distance;
          label = c;
        }
      }
      moved = moved || labels[i] != label;
      labels[i] = label;
      inertia += nearest;
      ++sizes[label];
      for (std::size_t j = 0; j < kFeatures; ++j) sums[label * kFeatures + j] += rows[i * kFeatures + j];
    }
    if (!moved) return inertia;
    for (std::size_t c = 0; c < k; ++c) {
      for (std::size_t j = 0; j < kFeatures; ++j)
        centroids[c * kFeatures + j] = sums[c * kFeatures + j] / sizes[c];
    }
  }
  ADD_FAILURE() << "no fixed point";
  return 0;
}

class PublishedStatistics : public testing::TestWithParam<std::uint64_t> {};

TEST_P(PublishedStatistics, AreMet) {
  CHORUS_SHARED_OR_SKIP(shared);
  const auto truth =
      nlohmann::json::parse(test::read_file(shared / "truth" / "truth-published-single_genre_artists.json"));
  const Rows rows = songs(GetParam());
  std::vector<double> means;
  std::vector<double> deviations;
  const Rows z = standardized(rows, means, deviations);
  const auto& describe = truth.at("describe");
  for (std::size_t j = 0; j < kFeatures; ++j) {
    SCOPED_TRACE(kSyntheticFeatures[j]);
    ASSERT_EQ(truth.at("features")[j], kSyntheticFeatures[j]);
    const double mean = truth.at("scaler").at("mean")[j];
    const double deviation = std::sqrt(truth.at("scaler").at("population_variance")[j].get<double>());
    EXPECT_NEAR(means[j] / mean, 1, 0.01);
    EXPECT_NEAR(deviations[j] / deviation, 1, 0.01);
    std::vector<double> sorted = column(rows, j);
    std::sort(sorted.begin(), sorted.end());
    EXPECT_NEAR(sorted[kSongs / 4], describe.at("q25")[j], 0.05 * deviation);
    EXPECT_NEAR(sorted[kSongs / 2], describe.at("q50")[j], 0.05 * deviation);
    EXPECT_NEAR(sorted[kSongs * 3 / 4], describe.at("q75")[j], 0.05 * deviation);
    EXPECT_GE(sorted.front(), describe.at("min")[j]);
    EXPECT_LE(sorted.back(), describe.at("max")[j]);
    for (std::size_t i = 0; i < j; ++i) {
      double product = 0;
      for (std::size_t row = 0; row < kSongs; ++row)
        product += z[row * kFeatures + i] * z[row * kFeatures + j];
      EXPECT_NEAR(product / kSongs, truth.at("correlation").at("matrix")[i][j], 0.03)
          << kSyntheticFeatures[i];
    }
  }
}

TEST_P(PublishedStatistics, HoldForClusters) {
  CHORUS_SHARED_OR_SKIP(shared);
  const auto truth =
      nlohmann::json::parse(test::read_file(shared / "truth" / "truth-published-single_genre_artists.json"));
  const auto& kmeans = truth.at("kmeans_standardised");
  std::vector<double> means;
  std::vector<double> deviations;
  const Rows z = standardized(songs(GetParam()), means, deviations);
  Rows four;
  for (const auto& centroid : kmeans.at("k4").at("centroids_standardised")) {
    for (const double value : centroid) four.push_back(value);
  }
  Rows three;
  for (const auto& centroid : kmeans.at("k3").at("means")) {
    for (std::size_t j = 0; j < kFeatures; ++j) {
      three.push_back((centroid[j].get<double>() - means[j]) / deviations[j]);
    }
  }
  EXPECT_NEAR(lloyd(z, four) / kmeans.at("inertia").at("values").at("4").get<double>(), 1, 0.02);
  EXPECT_NEAR(lloyd(z, three) / kmeans.at("inertia").at("values").at("3").get<double>(), 1, 0.02);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PublishedStatistics,
                         testing::Range(std::uint64_t{1},
                                        test::every_how_many() == 1 ? std::uint64_t{4} : std::uint64_t{2}));

}  // namespace
}  // namespace chorus::synthetic
