#include "csv/csv_pieces.hpp"

#include "chorus/core/error.hpp"
#include "chorus/csv/cutter.hpp"

#include <algorithm>
#include <bit>

namespace chorus::csv::csv_test {

namespace {

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

ReadOutcome read_at_once(std::string_view text, CsvPosition start, CsvDialect dialect,
                         const CsvSelection& selection) {
  ReadOutcome outcome;
  try {
    outcome.block = parse_csv_block(text, start, dialect, selection, "songs.csv");
  } catch (const Error& error) {
    outcome.error = error.what();
  }
  return outcome;
}

ReadOutcome read_in_pieces(std::string_view text, CsvPosition start, CsvDialect dialect,
                           const CsvSelection& selection, const std::function<std::size_t()>& next_size) {
  ReadOutcome outcome;
  CsvCutter cutter(dialect, "songs.csv", start);
  std::size_t begin = 0;
  std::size_t end = 0;
  try {
    while (end < text.size()) {
      end = std::min(text.size(), end + next_size());
      const std::string_view present = text.substr(begin, end - begin);
      const CsvPosition position = cutter.position();
      const std::size_t length = cutter.cut(present, end == text.size());
      const CsvBlock block =
          parse_csv_block(present.substr(0, length), position, dialect, selection, "songs.csv");
      outcome.block.rows += block.rows;
      outcome.block.skipped += block.skipped;
      append(outcome.block.values, block.values);
      append(outcome.block.offsets, block.offsets);
      append(outcome.block.lines, block.lines);
      append(outcome.block.record_hashes, block.record_hashes);
      begin += length;
    }
  } catch (const Error& error) {
    outcome.error = error.what();
  }
  return outcome;
}

bool same_rows(const CsvBlock& a, const CsvBlock& b) {
  const auto same_bits = [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  };
  return a.rows == b.rows && a.skipped == b.skipped && a.offsets == b.offsets && a.lines == b.lines &&
         a.record_hashes == b.record_hashes && std::ranges::equal(a.values, b.values, same_bits);
}

}  // namespace chorus::csv::csv_test
