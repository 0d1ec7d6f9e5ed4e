// Whatever stands in report_data.json: it is refused in one line, or figures, tables and page are made from
// it.
#include "chorus/core/error.hpp"
#include "chorus/report/data_shape.hpp"
#include "chorus/report/figures.hpp"
#include "chorus/report/page.hpp"
#include "chorus/report/stored_report.hpp"
#include "chorus/report/tables.hpp"
#include "support/json_mutations.hpp"
#include "support/made_up_report.hpp"
#include "support/random_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace chorus::report {
namespace {

using testing::HasSubstr;

/// A small report: most of a large one are counts, which are all alike.
StoredReport small_report() {
  test::MadeUp options;
  options.clusters = 2;
  options.songs = 6;
  StoredReport made = test::make_up_report(options);
  made.data.density = {2, {-1, 1}, {-1, 1}, {{1, 0, 2, 0}, {0, 3, 0, 0}}, 0};
  made.data.silhouette = {};
  for (FeatureDistributions& feature : made.data.distributions) {
    for (Distribution& one : feature.clusters) one.counts = {1, 2};
  }
  made.result.k_selection.resize(2);
  made.data.scaling.resize(1);
  return made;
}

/// The error in which reading the text ends, or "" where the report was made from it.
std::string outcome_of(const std::string& text, const std::string& what) {
  try {
    const StoredReport stored = read_stored_form(text, "r/report_data.json");
    EXPECT_FALSE(make_tables(stored.result, stored.data).empty());
    EXPECT_FALSE(make_figures(stored.result, stored.data).empty());
    EXPECT_FALSE(make_page(stored.result, stored.data, 2'900'000).html.empty());
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kInput) << what;
    EXPECT_EQ(std::string_view(error.what()).find('\n'), std::string_view::npos) << what;
    EXPECT_THAT(error.what(), HasSubstr("r/report_data.json")) << what;
    return error.what();
  }
}

TEST(ForgedReport, IsRefusedOrMadeWhateverValueIsChanged) {
  const StoredReport made = small_report();
  ASSERT_EQ(flaw_of(made.result, made.data), std::nullopt);
  const std::string text = stored_form(made.result, made.data);
  ASSERT_EQ(outcome_of(text, "as it was"), "");
  int refused = 0;
  int tried = 0;
  int all = 0;
  test::for_each_mutation(text, [&](const std::string& changed, const std::string& what) {
    if (all++ % test::every_how_many() != 0) return;
    ++tried;
    refused += outcome_of(changed, what).empty() ? 0 : 1;
  });
  EXPECT_GT(all, 3000);
  EXPECT_GT(refused, tried / 2);
}

TEST(ForgedReport, SaysWhichValueIsWrong) {
  const StoredReport made = test::make_up_report({});
  const auto said = [&](const auto& change) {
    StoredReport forged = made;
    change(forged);
    return outcome_of(stored_form(forged.result, forged.data), "");
  };
  EXPECT_THAT(said([](StoredReport& of) { of.data.density.side = 3000; }),
              HasSubstr("density.side is 3000, expected a whole number from 0 to 128"));
  EXPECT_THAT(said([](StoredReport& of) { of.data.density.side = -1; }), HasSubstr("density.side is -1"));
  EXPECT_THAT(said([](StoredReport& of) { of.data.density.side = 127; }),
              HasSubstr("density.counts[0] has 16384 entries, expected 16129"));
  EXPECT_THAT(said([](StoredReport& of) { of.data.density.pc1 = {1, -1}; }), HasSubstr("density.pc1"));
  EXPECT_THAT(said([](StoredReport& of) {
                of.data.centroid_scores = {{}, {}, {}, {}};
              }),
              HasSubstr("centroid_scores[0] has 0 entries, expected 2"));
  EXPECT_THAT(said([](StoredReport& of) { of.result.correlation[2].clear(); }), HasSubstr("correlation[2]"));
  EXPECT_THAT(said([](StoredReport& of) { of.result.profiles.clear(); }), HasSubstr("profiles has 0"));
  EXPECT_THAT(said([](StoredReport& of) { of.result.profiles[1].z.clear(); }), HasSubstr("profiles[1].z"));
  EXPECT_THAT(said([](StoredReport& of) { of.result.pca.components[1].clear(); }),
              HasSubstr("pca.components[1]"));
  EXPECT_THAT(said([](StoredReport& of) { of.result.rows_used = of.result.rows + 1; }),
              HasSubstr("rows_used is 608"));
  EXPECT_THAT(said([](StoredReport& of) { of.result.k_selection[0].k = 70000; }),
              HasSubstr("k_selection[0].k is 70000"));
  EXPECT_THAT(said([](StoredReport& of) { of.data.songs[3].cluster = 4; }),
              HasSubstr("songs.cluster[3] is 4"));
  EXPECT_THAT(said([](StoredReport& of) { of.data.songs[3].row = -1; }), HasSubstr("songs.row[3] is -1"));
  EXPECT_THAT(said([](StoredReport& of) { of.data.songs[3].values.pop_back(); }),
              HasSubstr("songs.values[3] has 5"));
  EXPECT_THAT(said([](StoredReport& of) { of.data.songs[3].pc1 = std::numeric_limits<double>::infinity(); }),
              HasSubstr("entry 3 has a value that is null"));
  EXPECT_THAT(said([](StoredReport& of) { of.data.density.outside = -5; }), HasSubstr("density.outside"));
  EXPECT_THAT(said([](StoredReport& of) {
                of.data.silhouette.counts[1][7] = std::numeric_limits<std::int64_t>::max();
              }),
              HasSubstr("silhouette.counts[1] has a count of 9223372036854775807"));
  EXPECT_THAT(said([](StoredReport& of) { of.data.distributions[1].clusters.pop_back(); }),
              HasSubstr("distributions[1].clusters has 3"));
  EXPECT_THAT(said([](StoredReport& of) { of.data.missing.push_back(1); }), HasSubstr("missing has 7"));
  EXPECT_THAT(said([](StoredReport& of) { of.data.scaling[0].ranks = 0; }),
              HasSubstr("ranks of a point is 0"));
}

}  // namespace
}  // namespace chorus::report
