#include "chorus/csv/cell_reader.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <limits>

namespace chorus::csv {
namespace {

const std::vector<std::string> kCellWords = CsvSelection{}.missing_words;

TEST(MissingCell, RemembersItsKind) {
  for (const CellKind kind : {CellKind::kMissing, CellKind::kNotNumeric, CellKind::kNotFinite}) {
    const double cell = missing_cell(kind);
    EXPECT_TRUE(std::isnan(cell));
    EXPECT_EQ(std::bit_cast<std::uint64_t>(cell) >> 51U, 0xFFFU) << "quiet, so that copying keeps its bits";
    EXPECT_EQ(cell_kind(cell), kind);
  }
  EXPECT_EQ(cell_kind(0.0), CellKind::kNumber);
  EXPECT_EQ(cell_kind(-1e308), CellKind::kNumber);
  EXPECT_EQ(cell_kind(std::numeric_limits<double>::quiet_NaN()), CellKind::kMissing);
  EXPECT_EQ(cell_kind(std::numeric_limits<double>::infinity()), CellKind::kNotFinite);
}

TEST(ParseCell, ReadsNumbersWithBlanksAndSigns) {
  EXPECT_EQ(parse_cell("0.25", kCellWords), 0.25);
  EXPECT_EQ(parse_cell(" \t-7 \t", kCellWords), -7.0);
  EXPECT_EQ(parse_cell("+1.5E+2", kCellWords), 150.0);
  EXPECT_EQ(parse_cell("1e-05", kCellWords), 1e-05);
  EXPECT_EQ(parse_cell("123456789012345678901234567890", kCellWords), 123456789012345678901234567890.0);
  EXPECT_TRUE(std::signbit(parse_cell("-0", kCellWords)));
  EXPECT_TRUE(std::signbit(parse_cell("-0.000", kCellWords)));
}

TEST(ParseCell, KnowsMissingValues) {
  for (const char* text :
       {"", " ", "\t", "NA", "na", "N/A", "n/a", "nan", "NaN", "NULL", "null", "None", "none", "?", " ? "}) {
    EXPECT_EQ(cell_kind(parse_cell(text, kCellWords)), CellKind::kMissing) << text;
  }
  EXPECT_EQ(cell_kind(parse_cell("", {})), CellKind::kMissing) << "whatever the words are";
  const std::vector<std::string> words = {"-1", "9.5"};
  EXPECT_EQ(cell_kind(parse_cell("-1", words)), CellKind::kMissing) << "words come before numbers";
  EXPECT_EQ(parse_cell("-1.0", words), -1.0) << "and are texts";
  EXPECT_EQ(parse_cell("-2", words), -2.0);
  EXPECT_EQ(cell_kind(parse_cell("nan", words)), CellKind::kNotNumeric);
  EXPECT_EQ(cell_kind(parse_cell("?", words)), CellKind::kNotNumeric);
}

TEST(ParseCell, TellsTextFromInfinity) {
  for (const char* text : {"abc", "NAN1", "1.5x", "0x10", "1 2", "1,5", "--1", "\xFF", "\"1\"", "12:30"}) {
    EXPECT_EQ(cell_kind(parse_cell(text, kCellWords)), CellKind::kNotNumeric) << text;
  }
  for (const char* text : {"inf", "-Infinity", "+INF", "1e999", "-1e999"}) {
    EXPECT_EQ(cell_kind(parse_cell(text, kCellWords)), CellKind::kNotFinite) << text;
  }
}

TEST(UnquoteField, UndoesQuotes) {
  EXPECT_EQ(unquote_field("plain"), "plain");
  EXPECT_EQ(unquote_field("a\"b"), "a\"b");
  EXPECT_EQ(unquote_field("\"\""), "");
  EXPECT_EQ(unquote_field("\"a\"\"b\"\"\""), "a\"b\"");
}

}  // namespace
}  // namespace chorus::csv
