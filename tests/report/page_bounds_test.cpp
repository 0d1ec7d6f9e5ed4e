#include "chorus/report/page_bounds.hpp"

#include "chorus/report/data_shape.hpp"
#include "chorus/report/write_report.hpp"
#include "support/made_up_report.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace chorus::report {
namespace {

using testing::HasSubstr;

test::MadeUp many_clusters() {
  test::MadeUp options;
  options.clusters = 300;
  options.songs = 3000;
  return options;
}

/// The same features again and again.
template <class T>
void repeat(std::vector<T>& list, std::size_t times) {
  const std::vector<T> once = list;
  for (std::size_t i = 1; i < times; ++i) list.insert(list.end(), once.begin(), once.end());
}

StoredReport many_features(std::size_t times) {
  StoredReport made = test::make_up_report({});
  model::RunResult& result = made.result;
  for (auto* list : {&result.mean, &result.standard_deviation, &result.minimum, &result.maximum,
                     &result.scaler.shift, &result.scaler.scale, &result.pca.explained_variance_ratio})
    repeat(*list, times);
  repeat(result.features, times);
  repeat(result.correlation, times);
  for (auto* lists :
       {&result.correlation, &result.centroids, &result.centroids_original, &result.pca.components}) {
    for (auto& list : *lists) repeat(list, times);
  }
  for (model::ClusterProfile& profile : result.profiles) {
    for (auto* list : {&profile.mean, &profile.deviation, &profile.z}) repeat(*list, times);
  }
  repeat(made.data.distributions, times);
  for (auto* list : {&made.data.missing, &made.data.not_numeric, &made.data.not_finite}) repeat(*list, times);
  for (MapSong& song : made.data.songs) repeat(song.values, times);
  return made;
}

TEST(PageBounds, ShowAllOfAnOrdinaryRun) {
  const StoredReport made = test::make_up_report({});
  EXPECT_FALSE(part_for_page(made.result, made.data));
}

TEST(PageBounds, LargestClustersAreShownAndTheTablesHoldAll) {
  const StoredReport made = test::make_up_report(many_clusters());
  const auto part = part_for_page(made.result, made.data);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->result.profiles.size(), kMostClustersShown);
  EXPECT_EQ(part->result.choices.chosen, 300);
  EXPECT_EQ(part->data.density.counts.size(), kMostClustersShown);
  EXPECT_EQ(part->data.silhouette.mean.size(), part->data.silhouette.counts.size());
  EXPECT_TRUE(std::ranges::all_of(part->data.songs, [](const MapSong& song) { return song.cluster < 128; }));
  EXPECT_EQ(part->result.warnings.front(), part->note);

  const test::TemporaryFolder folder;
  const ReportOutcome outcome = write_report(folder.path(), made.result, made.data);
  EXPECT_THAT(outcome.notes, testing::Contains(HasSubstr("the 128 largest of 300 clusters")));
  const std::string page = test::read_file(folder.path() / "report.html");
  EXPECT_LE(page.size(), ReportOptions{}.max_bytes);
  EXPECT_THAT(page, HasSubstr("This page shows the 128 largest of 300 clusters"));
  EXPECT_THAT(page, HasSubstr("and 172 smaller ones"));
  const std::string table = test::read_file(folder.path() / "tables" / "clusters.csv");
  EXPECT_EQ(std::ranges::count(table, '\n'), 301);
  EXPECT_EQ(load_report(folder.path()).result.profiles.size(), 300U);
}

TEST(PageBounds, FirstFeaturesAreShown) {
  const StoredReport made = many_features(12);
  const std::size_t d = made.result.features.size();
  ASSERT_GT(d, kMostFeaturesShown);
  EXPECT_EQ(flaw_of(made.result, made.data), std::nullopt);
  const auto part = part_for_page(made.result, made.data);
  ASSERT_TRUE(part);
  EXPECT_THAT(part->note, HasSubstr("the first 64 of " + std::to_string(d) + " features"));
  EXPECT_EQ(flaw_of(part->result, part->data), std::nullopt);  // every list was cut alike
  EXPECT_EQ(part->result.features.size(), kMostFeaturesShown);
}

}  // namespace
}  // namespace chorus::report
