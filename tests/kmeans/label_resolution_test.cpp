#include "chorus/kmeans/label_resolution.hpp"

#include "chorus/core/simd.hpp"
#include "chorus/kmeans/assign_kernel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace chorus::kmeans {
namespace {

class LabelResolution : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { use_simd_target(GetParam()); }
  void TearDown() override { use_simd_target("auto"); }
};

using Point = std::vector<float>;

double square_between(const Point& a, const Point& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j)
    sum += std::pow(static_cast<double>(a[j]) - static_cast<double>(b[j]), 2);
  return sum;
}

double norm(const Point& a) {
  return std::sqrt(square_between(a, Point(a.size(), 0.0F)));
}

std::vector<std::uint8_t> labels_of(const std::vector<Point>& points, const std::vector<Point>& centroids) {
  const std::size_t d = centroids[0].size();
  features::RowBlocks rows(std::ssize(points), d);
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = 0; j < d; ++j) rows.set(static_cast<RowIndex>(i), j, points[i][j]);
  }
  std::vector<float> flat;
  for (const Point& centroid : centroids) flat.insert(flat.end(), centroid.begin(), centroid.end());
  const features::AlignedVector<std::uint8_t> old(rows.blocks() * features::kLanes, 0);
  features::AlignedVector<std::uint8_t> labels(old.size());
  std::vector<std::uint64_t> changed(rows.blocks());
  assign_blocks(rows.block(0), rows.blocks(), CentroidTable(flat, d), old.data(), labels.data(),
                changed.data());
  return {labels.begin(), labels.begin() + std::ssize(points)};
}

/// Points about one far place, `spread` apart.
std::vector<Point> crowd(std::mt19937& generator, const Point& place, std::size_t number, float spread) {
  std::normal_distribution<float> normal;
  std::vector<Point> points(number, place);
  for (Point& point : points) {
    for (float& x : point) x += spread * normal(generator);
  }
  return points;
}

TEST_P(LabelResolution, ALabelIsNearestButForTheSlack) {
  std::mt19937 generator(5);
  std::normal_distribution<float> normal;
  int wrong = 0;
  for (int trial = 0; trial < 400; ++trial) {
    const std::size_t d = std::vector<std::size_t>{1, 2, 10, 23}[static_cast<std::size_t>(trial % 4)];
    Point place(d);
    for (float& x : place) x = 300 * normal(generator);
    const float spread = std::ldexp(1.0F, trial % 20 - 14);
    const std::vector<Point> centroids = crowd(generator, place, 6, spread);
    const std::vector<Point> points = crowd(generator, place, 150, spread);
    const auto labels = labels_of(points, centroids);
    double largest = 0;
    for (const Point& centroid : centroids) largest = std::max(largest, norm(centroid));
    for (std::size_t i = 0; i < points.size(); ++i) {
      double best = square_between(points[i], centroids[0]);
      for (const Point& centroid : centroids) best = std::min(best, square_between(points[i], centroid));
      const double excess = square_between(points[i], centroids[labels[i]]) - best;
      ASSERT_LE(excess, label_slack(d, norm(points[i]), largest));
      wrong += excess > 0 ? 1 : 0;
    }
  }
  EXPECT_GT(wrong, 1000) << "so close that labels go wrong at all";
}

TEST_P(LabelResolution, TellsCentroidsApartThatAreFartherThanThat) {
  std::mt19937 generator(6);
  std::normal_distribution<float> normal;
  int confused = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    const std::size_t d = trial % 2 == 0 ? 10 : 1;
    Point place(d);
    for (float& x : place) x = 300 * normal(generator);
    const std::vector<Point> pair = crowd(generator, place, 2, std::ldexp(1.0F, trial % 24 - 18));
    std::vector<float> flat(pair[0]);
    flat.insert(flat.end(), pair[1].begin(), pair[1].end());
    const auto labels = labels_of(pair, pair);
    const bool apart = labels[0] == 0 && labels[1] == 1;
    const auto unresolved = find_unresolved(flat, std::vector<std::int64_t>{1, 1});
    EXPECT_TRUE(apart || unresolved);
    EXPECT_EQ(unresolved.has_value(), std::sqrt(square_between(pair[0], pair[1])) <=
                                          label_resolution(d, std::max(norm(pair[0]), norm(pair[1]))));
    confused += apart ? 0 : 1;
  }
  EXPECT_GT(confused, 100);
}

TEST(FindUnresolved, LooksAtAllPairsOfClustersWithRows) {
  // Far out in the second coordinate, where the first tells nothing.
  const std::vector<float> centroids = {0, 900, 5, -3, 0, 0, 0, 900.1F, 7, 40};
  const auto found = find_unresolved(centroids, std::vector<std::int64_t>{9, 9, 9, 9, 9});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->first, 0U);
  EXPECT_EQ(found->second, 3U);
  EXPECT_FALSE(find_unresolved(centroids, std::vector<std::int64_t>{9, 9, 9, 0, 9})) << "without rows";
}

INSTANTIATE_TEST_SUITE_P(Kernel, LabelResolution, testing::ValuesIn(simd_targets()),
                         [](const auto& target) { return target.param; });

}  // namespace
}  // namespace chorus::kmeans
