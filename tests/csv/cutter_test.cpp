#include "chorus/csv/cutter.hpp"

#include "chorus/core/error.hpp"
#include "csv/csv_pieces.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chorus::csv {
namespace {

using namespace std::string_view_literals;  // a literal would bring its NUL into a span
using testing::StartsWith;

std::size_t cut_once(std::string_view bytes, bool at_end = false, char delimiter = ',') {
  return CsvCutter({delimiter}, "songs.csv", {}).cut(bytes, at_end);
}

TEST(CsvCutter, CutsBehindTheLastRecordEnd) {
  EXPECT_EQ(cut_once(""), 0U);
  EXPECT_EQ(cut_once("a,b"), 0U);
  EXPECT_EQ(cut_once("a,b\n"), 4U);
  EXPECT_EQ(cut_once("a,b\r"), 0U);
  EXPECT_EQ(cut_once("a,b\r\nc"), 5U);
  EXPECT_EQ(cut_once("\n\n\n1"), 3U);
  EXPECT_EQ(cut_once("a,b", true), 3U);
  EXPECT_EQ(cut_once("", true), 0U);
}

TEST(CsvCutter, LeavesLineBreaksInQuotesAlone) {
  EXPECT_EQ(cut_once("1\n\"a\nb"), 2U);
  EXPECT_EQ(cut_once("1\n\"a\nb\"\n"), 8U);
  EXPECT_EQ(cut_once("1,\"a\"\"\nb\""), 0U) << "a doubled quote does not close";
  EXPECT_EQ(cut_once("1,\"a\"\"\nb\"\n"), 10U);
  EXPECT_EQ(cut_once("\"\"\n\"\n"), 3U) << "an empty quoted field, then an open one";
}

TEST(CsvCutter, TakesAQuoteInsideAnUnquotedFieldLiterally) {
  EXPECT_EQ(cut_once("12\" single,b\nc"), 13U) << "by parity, the line break would be in quotes";
  EXPECT_EQ(cut_once(" \"a\nb"), 4U) << "a blank before the quote begins the field";
  EXPECT_EQ(cut_once("a\"\"b\n\"\n"), 5U);
  EXPECT_EQ(cut_once("a;\"b\nc"), 5U);
  EXPECT_EQ(cut_once("a;\"b\nc", false, ';'), 0U);
  EXPECT_EQ(cut_once("ax\"b\nx\"\ncy", false, 'x'), 8U) << "and a delimiter may be a letter";
}

TEST(CsvCutter, CarriesQuotesOverTheBlocksItScans) {
  for (std::size_t length = 0; length < 200; ++length) {
    const std::string filler(length, 'x');
    const std::string open = filler + ",\"\n" + filler;
    EXPECT_EQ(cut_once(open), 0U);
    EXPECT_EQ(cut_once(open + "\"\n"), open.size() + 2);
    EXPECT_EQ(cut_once(open + "\"\"\n"), 0U);
    EXPECT_EQ(cut_once(filler + "x\"\n" + filler), length + 3);
  }
}

TEST(CsvCutter, KnowsItsPosition) {
  CsvCutter cutter({}, "songs.csv", {10, 2});
  EXPECT_EQ(cutter.cut("a,\"\n\n\"\nb\nc,\"\n"sv, false), 9U);
  EXPECT_EQ(cutter.position().offset, 19U);
  EXPECT_EQ(cutter.position().line, 6);
  EXPECT_EQ(cutter.cut("c,\"\n"sv, false), 0U);
  EXPECT_EQ(cutter.position().line, 6);
  EXPECT_EQ(cutter.cut("c,\"\n\""sv, true), 5U);
  EXPECT_EQ(cutter.position().offset, 24U);
  EXPECT_EQ(cutter.position().line, 7);
}

TEST(CsvCutter, ThrowsOnceTheRecordInFrontIsTooLong) {
  const auto error_of = [](std::string_view bytes) -> std::string {
    CsvCutter cutter({}, "songs.csv", {100, 7}, 20);
    try {
      cutter.cut(bytes, false);
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Exit::kInput);
      EXPECT_EQ(cutter.position().offset, 100U);
      return error.what();
    }
    return "no error";
  };
  EXPECT_EQ(error_of(std::string(20, 'x')), "no error");
  EXPECT_THAT(error_of(std::string(21, 'x')), StartsWith("a record of more than "));
  EXPECT_THAT(error_of("ab\n" + std::string(21, 'x')), "no error") << "first the record before is cut";
  EXPECT_THAT(error_of("a,\"" + std::string(20, '\n')),
              StartsWith("a quoted field that does not end (songs.csv:7:3)"));
  EXPECT_THAT(error_of("a,\"\n\"b" + std::string(20, 'x')),
              StartsWith("text after a closing quote (songs.csv:8:2)"));
  EXPECT_THAT(error_of("a\rb\r" + std::string(20, 'x')),
              StartsWith("a carriage return without a line feed (songs.csv:7:2)"));
}

// What ingest meets in a file with a quote that does not close: blocks of some megabytes, never the whole
// file.
TEST(CsvCutter, FindsAnUnclosedQuoteWithoutReadingOn) {
  CsvCutter cutter({}, "songs.csv", {});
  std::string block = "1,2\n3,\"4\n";
  while (block.size() < (std::size_t{4} << 20U)) block += "5,6\n7,8,9,10\n";
  EXPECT_EQ(cutter.cut(block, false), 4U);
  try {
    cutter.cut(std::string_view(block).substr(4), false);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), StartsWith("a quoted field that does not end (songs.csv:2:3)"));
  }
}

TEST(CsvCutter, ALongRecordIsTheSameErrorHoweverItArrives) {
  const std::string good = "1,2\n";
  const std::string end = "\n5,6\n";
  for (const std::string& record :
       {"\"" + std::string(kMaxRecordBytes, '\n') + "\",1", std::string(kMaxRecordBytes, 'x'),
        "\"a\" " + std::string(kMaxRecordBytes, 'x'), std::string(kMaxRecordBytes - 1, 'x'),
        std::string(2 * kMaxRecordBytes, 'x') + '\0'}) {
    CsvSelection selection;
    selection.columns = {0};
    selection.features = {"a"};
    selection.column_count = 2;
    selection.bad_rows = BadRows::kSkip;
    const std::string text = good + record + end;
    const csv_test::ReadOutcome whole = csv_test::read_at_once(text, {}, {}, selection);
    EXPECT_EQ(whole.error.empty(), record.size() < kMaxRecordBytes);
    for (const std::size_t size : {std::size_t{1} << 18U, kMaxRecordBytes, kMaxRecordBytes + 1,
                                   kMaxRecordBytes + 7, text.size() - 1, text.size()}) {
      const csv_test::ReadOutcome pieces =
          csv_test::read_in_pieces(text, {}, {}, selection, [&] { return size; });
      EXPECT_EQ(pieces.error, whole.error);
      EXPECT_TRUE(!whole.error.empty() || csv_test::same_rows(pieces.block, whole.block));
    }
  }
}

}  // namespace
}  // namespace chorus::csv
