// The report's local counts, without MPI.
#include "chorus/report/display_window.hpp"
#include "chorus/report/feature_histograms.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace chorus::report {
namespace {

TEST(DisplayWindow, CoversTheCentreAndIgnoresAWildValue) {
  WindowCounter counter;
  for (int i = 0; i < 1000; ++i) counter.add(100 + 0.1 * i);
  counter.add(1e12);
  counter.add(-1e12);
  const Interval window = counter.window();
  EXPECT_GE(window.low, 95);
  EXPECT_LE(window.low, 100.3);
  EXPECT_GE(window.high, 199.6);
  EXPECT_LE(window.high, 208);
}

TEST(DisplayWindow, EndsAtTheExtremesWhereNothingIsWild) {
  WindowCounter counter;
  for (const double value : {-3.7, -1.2, 0.0, 2.9}) counter.add(value);
  EXPECT_EQ(counter.window(), (Interval{-3.7, 2.9}));
}

TEST(DisplayWindow, TheSignOfAZeroDependsOnNoOrder) {
  for (const double first : {0.0, -0.0}) {
    WindowCounter counter;
    counter.add(first);
    counter.add(-first);
    counter.add(-1);
    EXPECT_FALSE(std::signbit(counter.largest()));
    EXPECT_FALSE(std::signbit(counter.window().high));
    WindowCounter positive;
    positive.add(first);
    positive.add(1);
    EXPECT_FALSE(std::signbit(positive.smallest()));
  }
}

TEST(DisplayWindow, LeavesOutAtMostTheTails) {
  std::mt19937_64 random(1);
  std::lognormal_distribution<double> draw(0, 3);
  for (const double sign : {1.0, -1.0}) {
    WindowCounter counter;
    std::vector<double> values;
    for (int i = 0; i < 20000; ++i) values.push_back(sign * draw(random));
    for (const double value : values) counter.add(value);
    const Interval window = counter.window(0.01);
    const auto below = std::count_if(values.begin(), values.end(), [&](double v) { return v < window.low; });
    const auto above = std::count_if(values.begin(), values.end(), [&](double v) { return v > window.high; });
    EXPECT_LE(below, 200);
    EXPECT_LE(above, 200);
    EXPECT_GT(below + above, 150);  // and not by showing everything
  }
}

TEST(DisplayWindow, IsNeverEmpty) {
  EXPECT_EQ(WindowCounter().window(), (Interval{0, 1}));
  for (const double constant : {0.0, -5.0, 1e300, -std::numeric_limits<double>::max(), 5e-324}) {
    WindowCounter counter;
    counter.add(constant);
    const Interval window = counter.window();
    EXPECT_LT(window.low, window.high) << constant;
    EXPECT_LE(window.low, constant);
    EXPECT_GE(window.high, constant);
  }
  WindowCounter both;
  both.add(-1e308);
  both.add(1e308);
  EXPECT_EQ(both.window(), (Interval{-1e308, 1e308}));
}

TEST(Bin, HasHalfOpenCellsAndAClosedEnd) {
  const Interval window{0, 10};
  EXPECT_EQ(bin_of(-0.001, window, 5), -1);
  EXPECT_EQ(bin_of(0, window, 5), 0);
  EXPECT_EQ(bin_of(1.999, window, 5), 0);
  EXPECT_EQ(bin_of(2, window, 5), 1);
  EXPECT_EQ(bin_of(10, window, 5), 4);
  EXPECT_EQ(bin_of(10.001, window, 5), 5);
  EXPECT_EQ(bin_of(0, {-1e308, 1e308}, 4), 2);
}

TEST(Histograms, QuantilesLieWithinABinOfThoseOfTheSortedValues) {
  std::mt19937_64 random(7);
  std::gamma_distribution<double> draw(2, 3);
  std::vector<double> values(5000);
  for (double& value : values) value = draw(random);
  const std::vector<Label> labels(values.size(), 0);
  const std::vector<double> scores(values.size() * 2, 0.0);
  const Interval window{0, *std::max_element(values.begin(), values.end())};
  FeatureHistograms histograms({window}, 1);
  histograms.add({0, values, scores, labels});
  const auto all = histograms.distributions();
  const Distribution& one = all.at(0).clusters.at(0);
  EXPECT_EQ(std::accumulate(one.counts.begin(), one.counts.end(), std::int64_t{0}), 5000);
  std::sort(values.begin(), values.end());
  const double width = window.width() / static_cast<double>(one.counts.size());
  const auto sorted = [&](double p) { return values[static_cast<std::size_t>(p * 4999)]; };
  EXPECT_NEAR(one.q05, sorted(0.05), width);
  EXPECT_NEAR(one.q25, sorted(0.25), width);
  EXPECT_NEAR(one.q50, sorted(0.50), width);
  EXPECT_NEAR(one.q75, sorted(0.75), width);
  EXPECT_NEAR(one.q95, sorted(0.95), width);
}

TEST(Histograms, CountWhatLiesOutsideAndPassOverUnusedRows) {
  const std::vector<double> values = {-1, 0.5, 2, std::nan(""), 0.25};
  const std::vector<double> scores(10, 0.0);
  const std::vector<Label> labels = {0, 0, 0, kNoLabel, 1};
  FeatureHistograms histograms({{0, 1}}, 3);
  histograms.add({0, values, scores, labels});
  const auto feature = histograms.distributions().at(0);
  EXPECT_EQ(feature.clusters[0].below, 1);
  EXPECT_EQ(feature.clusters[0].above, 1);
  EXPECT_EQ(feature.clusters[0].q05, 0);
  EXPECT_EQ(feature.clusters[1].counts[64], 1);
  EXPECT_TRUE(std::isnan(feature.clusters[2].q50));
}

TEST(Histograms, StayBounded) {
  EXPECT_EQ(FeatureHistograms::bins_for(10, 10), 256);
  EXPECT_EQ(FeatureHistograms::bins_for(100, 100), 64);
  EXPECT_EQ(FeatureHistograms::bins_for(10'000, 10'000), 16);
}

}  // namespace
}  // namespace chorus::report
