#include "chorus/catalogue/csv_block.hpp"

#include "chorus/core/error.hpp"

#include <gtest/gtest.h>

namespace chorus::catalogue {
namespace {

CsvSelection two_columns() {
  CsvSelection selection;
  selection.columns = {2, 0};
  selection.features = {"tempo", "energy"};
  selection.column_count = 3;
  return selection;
}

TEST(ParseCsvBlock, TakesTheChosenColumnsInTheirOrder) {
  const std::string text = "1,x,2\r\n\r\n\"3\",\"a,\"\"b\"\"\n\",4\n5,,6";
  const CsvBlock block = parse_csv_block(text, {100, 7}, {}, two_columns(), "songs.csv");
  EXPECT_EQ(block.rows, 3);
  EXPECT_EQ(block.values, (std::vector<double>{2, 1, 4, 3, 6, 5}));
  EXPECT_EQ(block.lines, (std::vector<std::int64_t>{7, 9, 11}));
  EXPECT_EQ(block.offsets, (std::vector<std::uint64_t>{100, 109, 126}));
  EXPECT_EQ(text.substr(9, 3), "\"3\"");
  EXPECT_EQ(text.substr(26), "5,,6");
}

}  // namespace
}  // namespace chorus::catalogue
