#include "chorus/core/csv_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace chorus {
namespace {

TEST(CsvField, QuotesWhereItMust) {
  EXPECT_EQ(csv_field("plain"), "plain");
  EXPECT_EQ(csv_field(""), "");
  EXPECT_EQ(csv_field("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_field("say \"so\""), "\"say \"\"so\"\"\"");
  EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_field("=1"), "=1");
}

TEST(CsvText, IsNoFormula) {
  EXPECT_EQ(csv_text("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
  EXPECT_EQ(csv_text("+1"), "'+1");
  EXPECT_EQ(csv_text("-2+3"), "'-2+3");
  EXPECT_EQ(csv_text("@SUM(1,2)"), "\"'@SUM(1,2)\"");
  EXPECT_EQ(csv_text("\t=1"), "'\t=1");
  EXPECT_EQ(csv_text("\r=1"), "\"'\r=1\"");
  EXPECT_EQ(csv_text("plain"), "plain");
  EXPECT_EQ(csv_text("a=b"), "a=b");
  EXPECT_EQ(csv_text(""), "");
  EXPECT_EQ(csv_text("'Cause"), "'Cause");
}

/// One apostrophe taken away where a sign follows apostrophes gives every text back.
TEST(CsvText, TheRuleCanBeUndone) {
  for (const std::string text : {"=1", "'=1", "''-x", "'", "''", "'tis", "-", "it's =", "@"}) {
    std::string read = csv_text(text);
    const std::size_t first = read.find_first_not_of('\'');
    if (first != std::string::npos && first > 0 &&
        std::string("=+-@\t\r").find(read[first]) != std::string::npos)
      read.erase(0, 1);
    EXPECT_EQ(read, text);
  }
}

}  // namespace
}  // namespace chorus
