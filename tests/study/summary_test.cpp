#include "chorus/study/summary.hpp"

#include "made_study.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace chorus::study {
namespace {

using test::made_measurement;
using testing::HasSubstr;

TEST(Spread, IsMedianAndExtremes) {
  const Spread odd = spread_of({3, 1, 2});
  EXPECT_EQ(odd.median, 2);
  EXPECT_EQ(odd.low, 1);
  EXPECT_EQ(odd.high, 3);
  EXPECT_EQ(spread_of({4, 1, 3, 2}).median, 2.5);
}

TEST(Summary, OfAPerfectStudyIsIdeal) {
  const auto points = summarize(
      test::made_study({1, 2, 4}, [](RowIndex rows, int p) { return 1e-6 * static_cast<double>(rows) / p; }));
  ASSERT_EQ(points.size(), 6U);
  EXPECT_NEAR(points[2].speed_up, 4, 1e-9);
  EXPECT_NEAR(points[2].efficiency.median, 1, 1e-9);
  EXPECT_NEAR(points[2].karp_flatt, 0, 1e-9);
  EXPECT_NEAR(points[5].efficiency.median, 1, 1e-9);
  EXPECT_TRUE(std::isnan(points[0].karp_flatt));
  EXPECT_LT(points[2].efficiency.low, points[2].efficiency.median);
  EXPECT_GT(points[2].efficiency.high, points[2].efficiency.median);
}

TEST(Summary, FindsAmdahlsSerialFraction) {
  // A tenth of the work cannot be divided.
  const auto points =
      summarize(test::made_study({1, 2, 8}, [](RowIndex, int p) { return 10 * (0.1 + 0.9 / p); }));
  EXPECT_NEAR(points[1].karp_flatt, 0.1, 1e-9);
  EXPECT_NEAR(points[2].karp_flatt, 0.1, 1e-9);
}

TEST(Summary, MeasuresFromTheFewestRanksThatThereAre) {
  const auto points =
      summarize({made_measurement(Study::kStrong, 4, 100, 1), made_measurement(Study::kStrong, 8, 100, 0.5)});
  EXPECT_EQ(points[0].efficiency.median, 1);
  EXPECT_NEAR(points[1].efficiency.median, 1, 1e-12);
  EXPECT_NEAR(points[1].speed_up, 2, 1e-12);
  EXPECT_NEAR(points[1].core_hours, 8 * 0.5 / 3600, 1e-12);
}

TEST(Summary, WhatIsLostAddsUpToWhatIsNotEfficient) {
  const auto points = summarize(
      {made_measurement(Study::kStrong, 1, 100, 8), made_measurement(Study::kStrong, 4, 100, 4, 1, 0.5),
       made_measurement(Study::kWeak, 1, 100, 8), made_measurement(Study::kWeak, 4, 400, 10, 1, 0.5)});
  for (const PointSummary& point : points)
    EXPECT_NEAR(point.lost.total(), 1 - point.efficiency.median, 1e-12);
  EXPECT_NEAR(points[1].lost.communication, 0.25, 1e-12);
  EXPECT_NEAR(points[1].lost.waiting, 0.125, 1e-12);
  EXPECT_NEAR(points[1].lost.compute, 0.125, 1e-12);
  EXPECT_THAT(largest_loss(points[1].lost), HasSubstr("communication (25 %"));
  EXPECT_EQ(largest_loss(points[0].lost), "");
}

TEST(Summary, ComparesFingerprintsOfEqualSongsAlone) {
  std::vector<Measurement> all = {made_measurement(Study::kStrong, 1, 100, 8),
                                  made_measurement(Study::kStrong, 2, 100, 4),
                                  made_measurement(Study::kWeak, 2, 200, 4)};
  EXPECT_TRUE(same_fingerprints(summarize(all)));
  all[1].fingerprint = "another";
  EXPECT_FALSE(same_fingerprints(summarize(all)));
}

TEST(Summary, PhasesAreMeansOverTheRepeatsThatRanThem) {
  std::vector<Measurement> all = {made_measurement(Study::kStrong, 1, 100, 8),
                                  made_measurement(Study::kStrong, 1, 100, 4)};
  all[1].repeat = 2;
  all[0].phases.insert(all[0].phases.begin(), PhaseCost{"load", false, 2, 2, 0, 0, 0, 0, 0});
  const auto points = summarize(all);
  ASSERT_EQ(points.size(), 1U);
  ASSERT_EQ(points[0].phases.size(), 2U);
  EXPECT_EQ(points[0].phases[0].seconds, 2);
  EXPECT_EQ(points[0].phases[1].seconds, 6);
  EXPECT_EQ(points[0].share.compute, 1);
}

}  // namespace
}  // namespace chorus::study
