// Which lines are left out as no sound CSV: a slow twin gives the same, however the bytes are divided.
#include "csv/line_skipper.hpp"

#include "chorus/core/error.hpp"
#include "chorus/csv/fault.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::csv {
namespace {

constexpr std::size_t kMax = 80;

LineRule two_columns() {
  return {2, {1}, {""}};
}

/// The rule, as it is written down.
std::vector<ByteSpan> twin(std::string_view text, std::size_t max = kMax) {
  const LineJudge judge({}, two_columns());
  std::vector<ByteSpan> rejected;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    const std::size_t line = std::min(rest.find('\n'), rest.size() - 1) + 1;
    const CsvRecordCheck check = check_csv_record(rest, {}, max);
    const bool spans = check.length > line;
    if (check.fault == CsvFault::kNone && !(spans && judge.takes_in_records(rest.substr(0, check.length)))) {
      at += check.length;
    } else {
      rejected.push_back({at, at + line});
      at += line;
    }
  }
  return rejected;
}

/// As a reader presents the bytes: `step` more at a time.
std::vector<ByteSpan> skipped(std::string_view text, std::size_t step, std::size_t max = kMax) {
  LineSkipper skipper({}, two_columns(), "songs.csv", {}, max);
  std::vector<ByteSpan> rejected;
  std::size_t begin = 0;
  for (std::size_t end = 0; end < text.size() || begin < end;) {
    end = std::min(text.size(), end + step);
    const std::size_t cut = skipper.cut(text.substr(begin, end - begin), end == text.size());
    for (const ByteSpan& line : skipper.rejected())
      rejected.push_back({begin + line.begin, begin + line.end});
    begin += cut;
    EXPECT_EQ(skipper.position().offset, begin);
    EXPECT_EQ(skipper.position().line,
              1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
  }
  return rejected;
}

std::vector<std::string> lines(std::string_view text) {
  std::vector<std::string> found;
  for (const ByteSpan& line : skipped(text, text.size()))
    found.emplace_back(text.substr(line.begin, line.end - line.begin));
  return found;
}

TEST(LineSkipper, AStrayQuoteCostsItsOwnLine) {
  EXPECT_EQ(lines("a,1\n\"b\" x,2\nc,3\n"), (std::vector<std::string>{"\"b\" x,2\n"}));
  EXPECT_EQ(lines("\"a \\\"b\\\" c\",1\nc,3\n"), (std::vector<std::string>{"\"a \\\"b\\\" c\",1\n"}));
  // One that is not closed takes in what follows up to the next quote, or the end of the file.
  EXPECT_EQ(lines("\"Heroes,1\nb,2\nc,3\n\"Low,4\nd,5"),
            (std::vector<std::string>{"\"Heroes,1\n", "\"Low,4\n"}));
  EXPECT_EQ(lines("\"Heroes,1\nb,2\nBlue 12\",3\nc,4\n"), (std::vector<std::string>{"\"Heroes,1\n"}));
  EXPECT_EQ(lines("a,1\r\n\"b,2\r\nc,3\r\n"), (std::vector<std::string>{"\"b,2\r\n"}));
  EXPECT_EQ(lines(std::string_view("a,1\nb\0,2\nc\r,3\nd,4", 17)),
            (std::vector<std::string>{std::string("b\0,2\n", 5), "c\r,3\n"}));
}

TEST(LineSkipper, ATitleMayHoldALineBreak) {
  EXPECT_TRUE(lines("\"one\ntwo\",1\n\"one\n\nthree, and more\nfour\",2\n").empty());
  EXPECT_TRUE(lines("x,\"a\n1\"\n").empty());
}

TEST(LineSkipper, GivesWhatTheRuleSaysHoweverTheBytesAreDivided) {
  std::mt19937 random(11);
  constexpr std::string_view kLetters = "\"\"\"\n\n,,a1\r";
  std::size_t rejects = 0;
  for (int trial = 0; trial < 4000; ++trial) {
    std::string text;
    const std::size_t size = 1 + random() % 300;
    std::size_t column = 0;
    while (text.size() < size) {
      char letter = kLetters[random() % kLetters.size()];
      if (column > 40) letter = '\n';
      column = letter == '\n' ? 0 : column + 1;
      text += letter;
    }
    const std::vector<ByteSpan> expected = twin(text);
    rejects += expected.size();
    for (const std::size_t step : {std::size_t{7}, std::size_t{64}, text.size()})
      ASSERT_EQ(skipped(text, step), expected) << testing::PrintToString(text) << " by " << step;
  }
  EXPECT_GT(rejects, 10000U);
}

TEST(LineSkipper, TakesTimeLinearInTheBytesWhateverTheyAre) {
  // Each line opens a quote, whether one is open or not: no record ends, and none is at fault.
  std::string text;
  while (text.size() < (std::size_t{4} << 20U)) text += "a\",\"\n";
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<ByteSpan> rejected = skipped(text, std::size_t{1} << 20U, kMaxRecordBytes);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  EXPECT_EQ(rejected.size(), text.size() / 5);
  EXPECT_LT(seconds, 20);
}

TEST(LineSkipper, ALineLongerThanARecordMayBeIsAnErrorBehindWhatStandsBeforeIt) {
  const std::string text = "a,1\n\"b,2\n" + std::string(kMax + 1, 'x') + "\n";
  LineSkipper skipper({}, two_columns(), "songs.csv", {}, kMax);
  EXPECT_EQ(skipper.cut(text, true), 9U);
  EXPECT_EQ(skipper.rejected(), (std::vector<ByteSpan>{{4, 9}}));
  EXPECT_THROW(skipper.cut(std::string_view(text).substr(9), true), Error);
}

}  // namespace
}  // namespace chorus::csv
