// Any bytes: in pieces they read as at once, with the same error, and as the plain reader reads them; and
// every cell is read as the standard library would.
#include "chorus/csv/records.hpp"
#include "csv/csv_pieces.hpp"
#include "csv/csv_twin.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace chorus::csv::csv_test {
namespace {

void require(bool law, const char* what) {
  if (law) return;
  std::fprintf(stderr, "broken law: %s\n", what);
  std::abort();
}

void compare_with_twin(std::string_view text, csv::CsvDialect dialect, const csv::CsvSelection& selection,
                       const ReadOutcome& whole) {
  const TwinText twin = read_plainly(text, dialect.delimiter);
  if (twin.fault) {
    const std::string place = csv::csv_place("songs.csv", twin.fault->line, twin.fault->column);
    require(whole.error.starts_with(twin.fault->problem + " (" + place + ")"), "the plain reader's error");
    return;
  }
  require(whole.error.empty(), "no error where the plain reader has none");
  csv::CsvRecordReader records(text, dialect, csv::CountFields::kYes);
  std::size_t row = 0;
  for (const TwinRecord& expected : twin.records) {
    const auto record = records.next();
    require(record && record->text.data() == text.data() + expected.begin &&
                record->text.size() == expected.end - expected.begin &&
                record->line_end.size() == expected.next - expected.end &&
                record->fields == expected.fields.size(),
            "the plain reader's records");
    if (record->blank()) continue;
    require(csv::split_csv_record(record->text, dialect) == expected.fields, "the plain reader's fields");
    if (expected.fields.size() != selection.column_count) continue;
    csv::CsvBlock row_of_twin;
    csv::CsvBlock row_found;
    const std::size_t width = selection.columns.size();
    for (std::size_t i = 0; i < width; ++i) {
      row_of_twin.values.push_back(
          csv::parse_cell(expected.fields[selection.columns[i]], selection.missing_words));
      row_found.values.push_back(whole.block.values[row * width + i]);
    }
    require(same_rows(row_of_twin, row_found), "the plain reader's cells");
    require(whole.block.offsets[row] == expected.begin && whole.block.lines[row] == expected.line,
            "the plain reader's places");
    ++row;
  }
  require(!records.next() && row == static_cast<std::size_t>(whole.block.rows), "the plain reader's count");
}

void try_text(std::string_view text, csv::CsvDialect dialect, std::size_t piece,
              const csv::CsvSelection& selection) {
  const ReadOutcome whole = read_at_once(text, {}, dialect, selection);
  const ReadOutcome pieces = read_in_pieces(text, {}, dialect, selection, [&] { return piece; });
  require(whole.error == pieces.error, "the same error in pieces");
  require(!whole.error.empty() || same_rows(whole.block, pieces.block), "the same rows in pieces");
  if (selection.bad_rows == csv::BadRows::kSkip) compare_with_twin(text, dialect, selection, whole);
}

}  // namespace
}  // namespace chorus::csv::csv_test

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace chorus;
  if (size < 2) return 0;
  constexpr char kDelimiters[] = {',', ';', '\t', 'x'};
  csv::CsvSelection selection;
  selection.column_count = 1 + data[0] % 4U;
  for (std::size_t column = 0; column < selection.column_count; ++column) {
    selection.columns.push_back((column + 1) % selection.column_count);
    selection.features.push_back("feature");
  }
  const csv::CsvDialect dialect{kDelimiters[data[0] / 4U % 4U]};
  selection.bad_rows = data[0] / 16U % 4U == 0 ? csv::BadRows::kError : csv::BadRows::kSkip;
  selection.non_numeric =
      selection.bad_rows == csv::BadRows::kError ? csv::NonNumeric::kError : csv::NonNumeric::kMissing;
  const std::size_t piece = 1 + data[1] % 130U;
  // A copy of the exact size, so that a read outside is seen.
  const std::vector<char> text(data + 2, data + size);
  csv::csv_test::try_text({text.data(), text.size()}, dialect, piece, selection);
  return 0;
}
