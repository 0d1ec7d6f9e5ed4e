#include "chorus/report/figures.hpp"
#include "chorus/report/page.hpp"
#include "chorus/report/run_tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chorus::report {
namespace {

using testing::HasSubstr;
using testing::Not;

ScalingPoint point(const std::string& study, const std::string& origin, int ranks) {
  ScalingPoint made;
  made.study = study;
  made.origin = origin;
  made.ranks = ranks;
  made.rows = 1000;
  made.seconds = made.low = made.high = 1.0 / ranks;
  made.speed_up = ranks;
  made.efficiency = 1;
  return made;
}

TEST(ScalingPage, HoldsStudyAndFindingsButRunsNothingOfThem) {
  const std::string page = make_scaling_page(R"({"plan": {"input": "</script><script>alert(1)</script>"}})",
                                             {"<b>bold</b> words"});
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;bold"));
  EXPECT_THAT(page, HasSubstr("script-src 'sha256-"));
  EXPECT_THAT(page, Not(HasSubstr("<!--chorus:")));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));  // nothing may be fetched
  EXPECT_THAT(page, Not(HasSubstr("href=\"http")));
}

TEST(ScalingPage, FiguresAreBlocksOfStudies) {
  const auto files = make_scaling_figures(
      {point("strong", "measured", 2), point("strong", "measured", 4), point("strong", "predicted", 8)},
      {{"strong 2", 0.75, 0.25, 0, 0}});
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files[0].name, "plots/plots.gp");
  EXPECT_THAT(files[0].text, HasSubstr("studies = 2\nleast = 2\n"));
  EXPECT_THAT(files[1].text, HasSubstr("\"strong, predicted\"\n8 8 1 0.125"));
  EXPECT_THAT(files[2].text, HasSubstr("\"strong 2\" 75 25 0 0"));
}

TEST(ScalingPage, TableSaysWhatIsMeasuredAndWhatIsPredicted) {
  const std::string table = scaling_table({point("weak", "measured", 1), point("weak", "predicted", 2)});
  EXPECT_THAT(table, HasSubstr("\nweak,measured,1,1,1000,1,1,1,1,1,0\nweak,predicted,2,"));
}

}  // namespace
}  // namespace chorus::report
