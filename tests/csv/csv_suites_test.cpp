// The CSV files that other projects test with: the facts that an independent reader found about them, and
// what the suites themselves expect, as far as they follow the same policy (see csv_format.hpp).
#include "chorus/core/error.hpp"
#include "chorus/csv/records.hpp"
#include "csv/csv_pieces.hpp"
#include "csv/csv_twin.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>

namespace chorus::csv::csv_test {
namespace {

using Table = std::vector<std::vector<std::string>>;
using nlohmann::json;

struct Reading {
  std::size_t columns = 0;
  ReadOutcome outcome;
};

/// Header, cutter and parser, as ingest uses them.
Reading read_as_ingest_does(const std::filesystem::path& path, BadRows bad_rows) {
  Reading reading;
  try {
    const CsvHeader header = read_csv_header(path, ',');
    CsvSelection selection;
    selection.column_count = reading.columns = header.names.size();
    selection.bad_rows = bad_rows;
    const std::string text = chorus::test::read_file(path);
    reading.outcome = read_in_pieces(std::string_view(text).substr(header.first_record.offset),
                                     header.first_record, header.dialect, selection, [] { return 1000; });
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kInput);
    reading.outcome.error = error.what();
  }
  return reading;
}

/// All records but blank lines, as text.
Table read_table(const std::filesystem::path& path, std::optional<char> delimiter) {
  const CsvHeader header = read_csv_header(path, delimiter);
  Table table{header.names};
  const std::string text = chorus::test::read_file(path);
  CsvRecordReader records(std::string_view(text).substr(header.first_record.offset), header.dialect);
  while (const auto record = records.next()) {
    if (!record->blank()) table.push_back(split_csv_record(record->text, header.dialect));
  }
  return table;
}

bool contains(const json& facts, const char* key) {
  return facts.contains(key) && !facts[key].is_null();
}

std::string expected_problem(const json& facts) {
  static const std::map<std::string, std::string> kProblems = {
      {"text_after_quote", "text after a closing quote"},
      {"unterminated_quote", "a quoted field that does not end"},
      {"bare_cr", "a carriage return without a line feed"}};
  const std::string bom = contains(facts, "bom") ? facts["bom"].get<std::string>() : "";
  if (bom.starts_with("utf16") || bom.starts_with("utf32")) return "the file is in UTF-";
  if (facts["nul"] > 0) return "(a NUL byte|the file is in UTF-16|text after|a carriage)";
  if (facts["verdict"] == "empty") return "no header: the file is empty \\(";
  if (!contains(facts, "rfc4180_error")) return "";
  const json& error = facts["rfc4180_error"];
  const auto problem = kProblems.find(error["kind"].get<std::string>());
  if (problem == kProblems.end()) return "";
  return problem->second + " \\(.*:" + std::to_string(error["line"].get<int>()) + ":" +
         std::to_string(error["col"].get<int>()) + "\\): ";
}

TEST(CsvSuites, ParseOrFailAsTheFactsSay) {
  CHORUS_SHARED_OR_SKIP(shared);
  const json all = json::parse(chorus::test::read_file(shared / "csv-suites" / "facts.json"));
  std::map<std::string, int> verdicts;
  for (const auto& [name, facts] : all.items()) {
    SCOPED_TRACE(name);
    const std::filesystem::path path = shared / "csv-suites" / name;
    const Reading skipping = read_as_ingest_does(path, BadRows::kSkip);
    const Reading strict = read_as_ingest_does(path, BadRows::kError);
    const std::string problem = expected_problem(facts);
    if (!problem.empty()) {
      EXPECT_THAT(skipping.outcome.error, testing::ContainsRegex("^" + problem));
      ++verdicts["refused"];
      continue;
    }
    if (facts["verdict"] == "quote_in_unquoted") {
      const TwinText twin = read_plainly(chorus::test::read_file(path), ',');
      EXPECT_EQ(skipping.outcome.error.empty(), !twin.fault);
      ++verdicts[twin.fault ? "refused for what follows a literal quote" : "read with literal quotes"];
      continue;
    }
    EXPECT_EQ(skipping.outcome.error, "");
    EXPECT_EQ(skipping.columns, facts["columns"].get<std::size_t>());
    EXPECT_EQ(skipping.outcome.block.skipped, facts["ragged"].get<std::int64_t>());
    EXPECT_EQ(skipping.outcome.block.rows + skipping.outcome.block.skipped + 1,
              facts["records"].get<RowIndex>());
    if (contains(facts, "first_ragged")) {
      const json& ragged = facts["first_ragged"];
      const std::string begin = "a record of " + std::to_string(ragged["fields"].get<int>()) + " field";
      EXPECT_THAT(strict.outcome.error, testing::StartsWith(begin));
      EXPECT_THAT(strict.outcome.error,
                  testing::HasSubstr(":" + std::to_string(ragged["line"].get<int>()) + ":1)"));
      ++verdicts["read, but for ragged records"];
    } else {
      EXPECT_EQ(strict.outcome.error, "");
      ++verdicts["read"];
    }
  }
  EXPECT_EQ(all.size(), 316U);
  for (const auto& [verdict, count] : verdicts) std::cout << count << " " << verdict << "\n";
}

TEST(CsvSuites, GiveTheTablesThatCsvSpectrumExpects) {
  CHORUS_SHARED_OR_SKIP(shared);
  const std::filesystem::path suite = shared / "csv-suites" / "csv-spectrum";
  int tables = 0;
  for (const auto& entry : std::filesystem::directory_iterator(suite / "expected")) {
    SCOPED_TRACE(entry.path().filename().string());
    const json expected = json::parse(chorus::test::read_file(entry.path()));
    if (!expected.is_array()) continue;  // one of them is no table
    const Table table = read_table(suite / "in" / (entry.path().stem().string() + ".csv"), ',');
    ASSERT_EQ(table.size(), expected.size() + 1);
    for (std::size_t row = 0; row < expected.size(); ++row) {
      for (std::size_t column = 0; column < table[0].size(); ++column) {
        EXPECT_EQ(table[row + 1][column], expected[row][table[0][column]].get<std::string>());
      }
    }
    ++tables;
  }
  EXPECT_EQ(tables, 11);
}

/// The suite's table without blank lines, or nothing if a line is not text.
std::optional<Table> expected_table(const json& rows) {
  Table table;
  for (const json& row : rows) {
    std::vector<std::string> fields;
    for (const json& field : row) {
      if (!field.is_string()) return std::nullopt;
      fields.push_back(field.get<std::string>());
    }
    if (fields != std::vector<std::string>{""}) table.push_back(fields);
  }
  return table;
}

/// The only option that both of us have is the delimiter; go's lazy quotes are our policy.
bool has_no_other_options(const json& options) {
  for (const auto& option : options.items()) {
    const std::string& key = option.key();
    if (key != "delimiter" && key != "Comma" && key != "LazyQuotes" && key != "UseFieldsPerRecord" &&
        key != "FieldsPerRecord") {
      return false;
    }
  }
  return true;
}

/// The delimiter that a case names ('\0' if it is none of ours); nothing if it has to be found.
std::optional<char> given_delimiter(const json& options) {
  for (const char* key : {"delimiter", "Comma"}) {
    if (!options.contains(key)) continue;
    std::string text = options[key].get<std::string>();
    if (text.size() == 3 && text.front() == '\'') text = text.substr(1, 1);
    return text.size() == 1 && text != "\n" ? text.front() : '\0';
  }
  return std::nullopt;
}

TEST(CsvSuites, GiveTheTablesThatPapaParseAndGoExpect) {
  CHORUS_SHARED_OR_SKIP(shared);
  const json all_facts = json::parse(chorus::test::read_file(shared / "csv-suites" / "facts.json"));
  int tables = 0;
  for (const std::string suite : {"papaparse-cases", "go-encoding-csv"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(shared / "csv-suites" / suite / "expected")) {
      const std::string name = suite + "/in/" + entry.path().stem().string() + ".csv";
      SCOPED_TRACE(name);
      const json expected =
          json::parse(chorus::test::read_file(entry.path()), nullptr, /*allow_exceptions=*/false);
      if (expected.is_discarded() || !all_facts.contains(name)) continue;
      const json& facts = all_facts[name];
      const json& options = expected.contains("config") ? expected["config"] : expected["options"];
      const json& rows = expected.contains("output") ? expected["output"] : expected["expected"]["data"];
      const std::optional<char> delimiter = given_delimiter(options);
      const std::optional<Table> table = expected_table(rows);
      // Go turns CRLF inside quotes into LF; we keep bytes.
      if (!has_no_other_options(options) || delimiter == '\0' || !table || table->empty() ||
          !expected_problem(facts).empty() || entry.path().stem() == "CRLFInQuotedField") {
        continue;
      }
      // Go's lazy quotes also forgive text after a closing quote.
      if (options.contains("LazyQuotes") &&
          read_plainly(chorus::test::read_file(shared / "csv-suites" / name), ',').fault) {
        continue;
      }
      EXPECT_EQ(read_table(shared / "csv-suites" / name, delimiter), *table);
      ++tables;
    }
  }
  std::cout << tables << " tables\n";
  EXPECT_GE(tables, 85);
}

}  // namespace
}  // namespace chorus::csv::csv_test
