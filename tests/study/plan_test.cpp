#include "chorus/study/plan.hpp"

#include "chorus/core/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chorus::study {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Plan, NumbersHostsInTheOrderOfTheirLowestRanks) {
  EXPECT_THAT(number_hosts({"b", "b", "a", "c", "a"}), ElementsAre(0, 0, 1, 2, 1));
}

TEST(Plan, DoublesUpToAllRanks) {
  EXPECT_THAT(doubling_counts(1), ElementsAre(1));
  EXPECT_THAT(doubling_counts(8), ElementsAre(1, 2, 4, 8));
  EXPECT_THAT(doubling_counts(12), ElementsAre(1, 2, 4, 8, 12));
}

TEST(Plan, KeepsSongsInTheStrongStudyAndSongsPerRankInTheWeak) {
  StudyOptions options;
  options.ranks = {4, 1, 4};
  options.songs = 1000;
  options.songs_per_rank = 300;
  const std::vector<Point> points = plan_points(options, {0, 0, 0, 0});
  EXPECT_THAT(points, ElementsAre(Point{Study::kStrong, 1, 0, 1000}, Point{Study::kStrong, 4, 0, 1000},
                                  Point{Study::kWeak, 1, 0, 300}, Point{Study::kWeak, 4, 0, 1200}));
}

TEST(Plan, TakesWholeNodesWhereverTheirRanksAre) {
  StudyOptions options;
  options.nodes = {1, 2};
  options.songs = 10;
  const std::vector<int> host_of = {0, 1, 0, 1, 0};  // mpirun --map-by node
  const std::vector<Point> points = plan_points(options, host_of);
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].ranks, 3);
  EXPECT_EQ(points[1].ranks, 5);
  for (const Point& point : points) {
    int part = 0;
    for (int rank = 0; rank < 5; ++rank)
      part += takes_part(point, rank, host_of[static_cast<std::size_t>(rank)]);
    EXPECT_EQ(part, point.ranks);
  }
  EXPECT_FALSE(takes_part(points[0], 1, 1));
}

TEST(Plan, RefusesCountsThatTheJobDoesNotHave) {
  StudyOptions options;
  options.songs = 10;
  options.ranks = {3};
  EXPECT_THAT(
      [&] {
        static_cast<void>(plan_points(options, {0, 0}));
      },
      testing::ThrowsMessage<Error>(HasSubstr("there are not 3 ranks (--ranks, a job of 2)")));
  options.ranks = {};
  options.nodes = {2};
  EXPECT_THAT(
      [&] {
        static_cast<void>(plan_points(options, {0, 0}));
      },
      testing::ThrowsMessage<Error>(HasSubstr("there are not 2 nodes")));
}

}  // namespace
}  // namespace chorus::study
