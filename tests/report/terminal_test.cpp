#include "chorus/report/terminal.hpp"

#include "support/made_up_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace chorus::report {
namespace {

using testing::HasSubstr;

model::RunResult scores(int from, int to, int chosen) {
  model::RunResult result;
  result.choices.chosen = chosen;
  for (int k = from; k <= to; ++k) {
    quality::KScore score;
    score.k = k;
    score.inertia = 1000.0 / k;
    score.silhouette = k == chosen ? 0.5 : 0.3;
    result.k_selection.push_back(score);
  }
  return result;
}

/// Columns of the widest line, a code point a column.
std::size_t widest(const std::string& text) {
  std::size_t most = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::size_t points = 0;
    for (const char c : line) points += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
    most = std::max(most, points);
  }
  return most;
}

TEST(Elbow, DrawsTheCurveAndMarksTheChosenK) {
  EXPECT_EQ(elbow_text(scores(2, 5, 3)),
            "Inertia\n"
            "       500 |o\n"
            "           | ..\n"
            "           |   .\n"
            "           |    ..\n"
            "           |      #.\n"
            "           |        ...\n"
            "           |           .o...\n"
            "       200 |                ..o\n"
            "Silhouette\n"
            "     0.500 |      #\n"
            "           |     . .\n"
            "           |    .   .\n"
            "           |   .     .\n"
            "           |\n"
            "           |  .       .\n"
            "           | .         .\n"
            "     0.300 |o           o.....o\n"
            "          k 2     3     4     5\n"
            "# is the chosen k = 3\n");
}

TEST(Elbow, FitsItsWidthForAnyNumberOfK) {
  for (const int to : {3, 10, 40, 200, 999}) {
    for (const int width : {40, 80, 132}) {
      const std::string text = elbow_text(scores(2, to, to - 1), width);
      EXPECT_LE(widest(text), static_cast<std::size_t>(width)) << to;
      EXPECT_EQ(std::count(text.begin(), text.end(), '#'), 3) << to;
    }
  }
  EXPECT_EQ(elbow_text(scores(4, 4, 4)), "");
}

TEST(Profiles, FitTheirWidthAndShowNoControls) {
  test::MadeUp options;
  options.hostile = true;
  options.clusters = 12;
  const std::string text = profiles_text(test::make_up_report(options).result, 60);
  EXPECT_LE(widest(text), 60U);
  for (const char c : text)
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << static_cast<int>(c);
  const std::string plain = profiles_text(test::make_up_report({}).result);
  EXPECT_THAT(plain, HasSubstr("  1 Calm / Acoustic"));
  EXPECT_THAT(plain,
              HasSubstr("150 songs (25.0 %)\n    energy +0.8 sd, acousticness -0.6 sd\n    for chill\n"));
}

}  // namespace
}  // namespace chorus::report
