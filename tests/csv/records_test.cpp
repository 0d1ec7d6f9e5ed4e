#include "chorus/csv/records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chorus::csv {
namespace {

using testing::ElementsAre;

TEST(CsvRecordReader, GivesRecordsAndBlankLinesWithTheirLineEnds) {
  const std::string text = "a,b\n\nc,\"\n\"\r\n\r\nlast";
  CsvRecordReader records(text, {}, CountFields::kYes);
  const auto expect_next = [&](std::string_view expected, std::string_view line_end, std::size_t fields) {
    const auto record = records.next();
    ASSERT_TRUE(record);
    EXPECT_EQ(record->text, expected);
    EXPECT_EQ(record->line_end, line_end);
    EXPECT_EQ(record->fields, fields);
    EXPECT_EQ(record->blank(), expected.empty());
  };
  expect_next("a,b", "\n", 2);
  expect_next("", "\n", 0);
  expect_next("c,\"\n\"", "\r\n", 2);
  expect_next("", "\r\n", 0);
  expect_next("last", "", 1);
  EXPECT_FALSE(records.next());
  EXPECT_FALSE(records.next());
}

TEST(CsvRecordReader, PartsAddUpToTheBytes) {
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    text += std::string(static_cast<std::size_t>(i % 97), 'x') + ",\"" +
            std::string(static_cast<std::size_t>(i % 61), '\n') + "\"" + (i % 3 == 0 ? "\r\n" : "\n");
  }
  CsvRecordReader records(text, {}, CountFields::kYes);
  std::string joined;
  int count = 0;
  while (const auto record = records.next()) {
    joined.append(record->text).append(record->line_end);
    EXPECT_EQ(record->fields, 2U);
    ++count;
  }
  EXPECT_EQ(count, 3000);
  EXPECT_EQ(joined, text);
}

TEST(CsvRecordReader, CountsFieldsOfWideRecords) {
  const std::string wide(999, ',');
  const std::string text = wide + "\n" + wide + wide + "\na\n";
  CsvRecordReader records(text, {}, CountFields::kYes);
  EXPECT_EQ(records.next()->fields, 1000U);
  EXPECT_EQ(records.next()->fields, 1999U);
  EXPECT_EQ(records.next()->fields, 1U);
  CsvRecordReader uncounted(text, {});
  EXPECT_EQ(uncounted.next()->fields, 1U);
}

TEST(SplitCsvRecord, Unquotes) {
  EXPECT_THAT(split_csv_record("a,\"b,\"\"c\"\"\n\", d ,e\"f,\"\"", {}),
              ElementsAre("a", "b,\"c\"\n", " d ", "e\"f", ""));
  EXPECT_THAT(split_csv_record("", {}), ElementsAre(""));
  EXPECT_THAT(split_csv_record(",", {}), ElementsAre("", ""));
  EXPECT_THAT(split_csv_record("a;b,c", {';'}), ElementsAre("a", "b,c"));
  EXPECT_THAT(split_csv_record("\"\"\"\"", {}), ElementsAre("\""));
}

TEST(CsvFieldAt, IsThatOfTheSplitRecord) {
  const std::string record = "a,\"b,\"\"c\"\"\n\", d ,e\"f,\"\"," + std::string(200, 'x') + ",z";
  const std::vector<std::string> fields = split_csv_record(record, {});
  for (std::size_t i = 0; i < fields.size(); ++i) EXPECT_EQ(csv_field_at(record, {}, i), fields[i]);
  EXPECT_EQ(csv_field_at(record, {}, fields.size()), "");
  EXPECT_EQ(csv_field_at("", {}, 0), "");
  EXPECT_EQ(csv_field_at("", {}, 1), "");
}

}  // namespace
}  // namespace chorus::csv
