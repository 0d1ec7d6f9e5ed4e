#include "chorus/report/terminal_text.hpp"

#include "model/example_result.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <limits>
#include <sstream>

namespace chorus::report {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Fails unless every line is printable and within the width.
void expect_fits(const std::string& text) {
  ASSERT_FALSE(text.empty());
  EXPECT_EQ(text.back(), '\n');
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(columns_of(line), kTerminalColumns) << line;
    for (const char c : line) EXPECT_FALSE(static_cast<unsigned char>(c) < 0x20 || c == 0x7F) << line;
  }
}

std::vector<std::string> everything(const model::RunResult& result) {
  return {k_table_text(result),  choice_text(result),      elbow_text(result),
          profiles_text(result), timings_text(result.run), memory_text(result.run)};
}

/// A run in which all that can be long is long.
model::RunResult large() {
  model::RunResult result = model::example_result();
  result.features = {std::string(200, 'f'), "tempo"};
  result.k_selection.clear();
  for (int k = 2; k <= 64; k *= 2) {
    result.k_selection.push_back(
        model::example_score(k, std::vector<RowIndex>(static_cast<std::size_t>(k), 12'345'678'901)));
    result.k_selection.back().inertia = 1.23456789e15 / k;
    result.k_selection.back().calinski_harabasz = 1e14;
  }
  result.profiles[0].name = "Energetic / Dance (more acoustic, less danceable, faster, happier, louder)";
  result.profiles[0].use_case = std::string(150, 'u');
  result.profiles[0].size = 12'345'678'901;
  result.profiles[0].typical[0].title = std::string(300, 't');
  result.profiles[0].typical.resize(9, result.profiles[0].typical[0]);
  result.run.phases[0].name = std::string(40, 'p');
  result.run.phases[1].bytes = 123'456'789'012'345;
  result.run.phases[1].max = 360000.123;
  result.run.peak_rss_bytes.assign(1000, 5'000'000'000);
  result.run.peak_rss_bytes[17] = 6'000'000'000;
  result.choices.why = std::string(250, 'w') + " and more";
  return result;
}

TEST(TerminalText, Fits) {
  for (const std::string& text : everything(model::example_result())) expect_fits(text);
  for (const std::string& text : everything(large())) expect_fits(text);
  if (std::getenv("CHORUS_TEST_SHOW") != nullptr) {
    for (const std::string& text : everything(model::example_result())) std::cout << text << '\n';
    for (const std::string& text : everything(large())) std::cout << text << '\n';
  }
}

TEST(TerminalText, HostileTextsCannotSteerTheTerminal) {
  model::RunResult result = model::example_result();
  result.profiles[0].typical[0].title = "\x1b[2J\x9b bell \a \xC2\x9B \xE2\x80\xAE reversed \r\n next";
  result.profiles[0].name = "two\nlines \xff";
  result.choices.why = "tab\there";
  for (const std::string& text : everything(result)) {
    expect_fits(text);
    EXPECT_THAT(text, Not(HasSubstr("\xC2\x9B")));
    EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE")));
    EXPECT_THAT(text, Not(HasSubstr("\xff")));
  }
}

TEST(TerminalText, HostileStringsFit) {
  CHORUS_SHARED_OR_SKIP(shared);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(shared / "hostile-strings")) {
    if (!entry.is_regular_file()) continue;
    std::istringstream lines(test::read_file(entry.path()));
    for (std::string line; std::getline(lines, line);) {
      model::RunResult result = model::example_result();
      result.profiles[0].typical[0].title = line;
      result.profiles[1].typical[0].artist = line;
      expect_fits(profiles_text(result));
    }
  }
}

TEST(KTable, MarksTheChosenAndShowsEveryScore) {
  const std::string text = k_table_text(model::example_result());
  EXPECT_THAT(text,
              HasSubstr("*   2       16666.7    0.250 ± 0.003     1.333      1234.5   tolerance  600 397\n"));
  EXPECT_THAT(text, HasSubstr("    3 "));
  EXPECT_THAT(text, HasSubstr("standardized features"));
  model::RunResult exact = model::example_result();
  exact.k_selection[0].silhouette_se = 0;
  exact.k_selection[1].silhouette = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(k_table_text(exact), HasSubstr("  0.250     1.333"));
  EXPECT_THAT(k_table_text(exact), HasSubstr("  -     1.333"));
  exact.k_selection[1].davies_bouldin = std::numeric_limits<double>::quiet_NaN();
  exact.k_selection[1].calinski_harabasz = std::numeric_limits<double>::quiet_NaN();
  exact.k_selection[1].inertia = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(k_table_text(exact),
              HasSubstr("    3             -                -         -           -   tolerance"));
}

TEST(Choice, SaysWhichAndWhy) {
  EXPECT_EQ(choice_text(model::example_result()),
            "Chosen: k = 2 (silhouette). k = 2 has the highest silhouette (0.250 ± 0.003).\n");
}

TEST(Elbow, BarsAreAsLongAsTheirValues) {
  const std::string text = elbow_text(model::example_result());
  EXPECT_THAT(text, HasSubstr("*   2  " + std::string(34, '#') + "     16666.7  " + std::string(34, '#')));
  EXPECT_THAT(text, HasSubstr("    3  " + std::string(23, '#') + std::string(12, ' ')));
  model::RunResult negative = model::example_result();
  negative.k_selection[0].silhouette = -0.2;
  EXPECT_THAT(elbow_text(negative), HasSubstr("16666.7   -0.200\n")) << "no bar for a negative silhouette";
}

TEST(Profiles, TellNameSizeUseAndSongs) {
  const std::string text = profiles_text(model::example_result());
  EXPECT_THAT(text, HasSubstr("  0  Energetic / Dance             600 songs  60.2 %  party, workout\n"
                              "     energy +0.5  tempo +0.5\n"
                              "     e.g. A title, with \"quotes\" (Ártist); row 3\n"));
  EXPECT_THAT(text, HasSubstr("energy -0.8"));
}

TEST(Timings, HaveEveryPhaseAndWaitingOnlyIfMeasured) {
  model::RunResult result = model::example_result();
  EXPECT_THAT(timings_text(result.run), HasSubstr("waiting"));
  EXPECT_THAT(timings_text(result.run), HasSubstr("lloyd"));
  EXPECT_THAT(timings_text(result.run), HasSubstr("123 MB"));
  for (model::PhaseTiming& phase : result.run.phases) phase.waiting = 0;
  EXPECT_THAT(timings_text(result.run), Not(HasSubstr("waiting")));
}

TEST(Memory, ListsFewRanksAndSummarisesMany) {
  EXPECT_EQ(memory_text(model::example_result().run), "Peak memory: rank 0 50 MB, rank 1 51 MB\n");
  EXPECT_EQ(memory_text(large().run),
            "Peak memory of 1000 ranks: from 5.0 GB (rank 0) to 6.0 GB (rank 17)\n");
  EXPECT_EQ(memory_text(model::RunInfo{}), "");
}

TEST(Fitted, CutsByColumns) {
  EXPECT_EQ(fitted("short", 5), "short");
  EXPECT_EQ(fitted("longer", 5), "lo...");
  EXPECT_EQ(fitted("Ärger über", 7), "Ärge...");
  EXPECT_EQ(fitted("東京事変", 8), "東京事変");
  EXPECT_EQ(fitted("東京事変", 7), "東京...");
  EXPECT_EQ(fitted("e\xCC\x81t\xCC\x81", 2), "e\xCC\x81t\xCC\x81") << "combining marks take no column";
  EXPECT_EQ(fitted("abc", 2), "..");
  EXPECT_EQ(fitted("\xE2\x82", 5), "??") << "cut-off UTF-8";
  EXPECT_EQ(fitted("\xED\xA0\x80", 5), "???") << "a surrogate";
}

TEST(Wrapped, BreaksAtBlanks) {
  const std::string text = wrapped(std::string(60, 'a') + ' ' + std::string(50, 'b') + " c", 2);
  EXPECT_EQ(text, "  " + std::string(60, 'a') + "\n  " + std::string(50, 'b') + " c\n");
  EXPECT_EQ(wrapped("", 0), "");
}

TEST(ShortCount, TakesAtMostFiveColumns) {
  EXPECT_EQ(short_count(0), "0");
  EXPECT_EQ(short_count(99'999), "99999");
  EXPECT_EQ(short_count(100'000), "100k");
  EXPECT_EQ(short_count(999'499), "999k");
  EXPECT_EQ(short_count(999'500), "1.00M");
  EXPECT_EQ(short_count(12'345'678), "12.3M");
  EXPECT_EQ(short_count(std::numeric_limits<RowIndex>::max()), "9.22E");
}

}  // namespace
}  // namespace chorus::report
