// What columns hold: examples, and the law that blocks and the parser's way of reading do not matter.
#include "chorus/catalogue/column_census.hpp"

#include "chorus/comm/communicator.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <xxhash.h>

namespace chorus::catalogue {
namespace {

const std::vector<std::string> kWords = csv::CsvSelection{}.missing_words;

/// The kinds of the cells of each column, without MPI: ColumnCensus adds up over ranks, so this test counts
/// one block a census.
class Census {
 public:
  Census(std::size_t columns, std::string_view bytes, std::optional<std::size_t> id = std::nullopt,
         csv::CsvDialect dialect = {})
      : census_(dialect, columns, kWords, id) {
    census_.count(bytes);
  }
  [[nodiscard]] std::vector<ColumnCells> columns() const { return census_.mine(); }
  [[nodiscard]] const std::deque<Hash128>& ids() { return census_.id_hashes(); }

 private:
  ColumnCensus census_;
};

ColumnCells one_cell(const std::string& field) {
  return Census(2, field + ",x\n").columns().front();
}

TEST(ColumnCensus, KindsOfCells) {
  for (const char* field :
       {"1", "-12", "+3", "007", " 5 ", "\"8\"", "\" 9\"", "123456789012345678901234567890"}) {
    EXPECT_EQ(one_cell(field).integer, 1) << field;
    EXPECT_EQ(one_cell(field).type(), ColumnType::kInteger) << field;
  }
  for (const char* field : {"1.5", "-.5", "1.", "1e5", "2E-3", "\"1.0\"", "12345678.901"}) {
    EXPECT_EQ(one_cell(field).fraction, 1) << field;
    EXPECT_EQ(one_cell(field).type(), ColumnType::kNumber) << field;
  }
  for (const char* field : {"", " ", "\"\"", "\" \"", "\t"}) EXPECT_EQ(one_cell(field).empty, 1) << field;
  for (const char* field : {"NA", "n/a", "?", "null", "\"None\"", " nan "}) {
    EXPECT_EQ(one_cell(field).missing_word, 1) << field;
    EXPECT_EQ(one_cell(field).type(), ColumnType::kEmpty) << field;
  }
  for (const char* field : {"inf", "-Infinity", "1e999"}) {
    EXPECT_EQ(one_cell(field).not_finite, 1) << field;
    EXPECT_EQ(one_cell(field).type(), ColumnType::kNumber) << field;
  }
  for (const char* field :
       {"a", "1 2", "0x10", "--1", "-", "+", ".", "1,5", "2020-01-01", "\"a\"\"b\"", "NAN?"}) {
    const bool split = std::string_view(field).find(',') != std::string_view::npos;
    const std::string quoted = split ? fmt::format("\"{}\"", field) : field;
    EXPECT_EQ(one_cell(quoted).text, 1) << field;
    EXPECT_EQ(one_cell(quoted).type(), ColumnType::kText) << field;
  }
}

TEST(ColumnCensus, OneTextMakesAColumnText) {
  const auto columns = Census(3, "1,1,\n2,2.5,NA\nx,NA,\n").columns();
  EXPECT_EQ(columns[0].type(), ColumnType::kText);
  EXPECT_EQ(columns[0].integer, 2);
  EXPECT_EQ(columns[1].type(), ColumnType::kNumber);
  EXPECT_EQ(columns[1].missing(), 1);
  EXPECT_EQ(columns[2].type(), ColumnType::kEmpty);
  for (const ColumnCells& column : columns) EXPECT_EQ(column.total(), 3);
}

TEST(ColumnCensus, PassesOverBlankLinesAndRaggedRecords) {
  const auto columns = Census(2, "1,2\n\n\r\n3\n4,5,6\n\"a\n\nb\",7\r\n8,9").columns();
  EXPECT_EQ(columns[0].integer, 2);
  EXPECT_EQ(columns[0].text, 1);
  EXPECT_EQ(columns[1].integer, 3);
}

TEST(ColumnCensus, CountsTheLastFieldBeforeACarriageReturn) {
  const auto columns = Census(2, "1,2\r\n3,4\r\n").columns();
  EXPECT_EQ(columns[1].integer, 2);
  EXPECT_EQ(Census(1, "1\r\n\r\n\"\"\r\n").columns()[0].total(), 2);
}

TEST(ColumnCensus, LongRecordsAndManyColumns) {
  std::string bytes;
  for (int row = 0; row < 5; ++row) {
    for (int column = 0; column < 300; ++column) {
      if (column > 0) bytes += ';';
      bytes += column % 2 == 0 ? std::to_string(column) : std::string(70, 'x');
    }
    bytes += '\n';
  }
  const auto columns = Census(300, bytes, std::nullopt, csv::CsvDialect{';'}).columns();
  for (std::size_t column = 0; column < 300; ++column) {
    EXPECT_EQ(columns[column].integer, column % 2 == 0 ? 5 : 0);
    EXPECT_EQ(columns[column].text, column % 2 == 0 ? 0 : 5);
  }
}

TEST(ColumnCensus, HashesIdsAsUnquotedText) {
  Census census(2, "a,1\n\"a\",2\nb,3\n,4\nNA,5\n\"a\"\"\",6\n7,7\n", 0);
  const std::deque<Hash128>& ids = census.ids();
  ASSERT_EQ(ids.size(), 5);
  EXPECT_EQ(ids[0], ids[1]);
  EXPECT_NE(ids[0], ids[2]);
  const XXH128_hash_t hash = XXH3_128bits("a\"", 2);
  EXPECT_EQ(ids[3], (Hash128{hash.high64, hash.low64}));
  EXPECT_TRUE(Census(1, "a\n").ids().empty());
}

}  // namespace
}  // namespace chorus::catalogue
