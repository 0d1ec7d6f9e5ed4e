// Walks over the records of a block of CSV bytes without interpreting them: for the export, which copies
// every byte, and for fetching a song's title.
#pragma once

#include "chorus/csv/format.hpp"
#include "chorus/csv/scanner.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::csv {

/// One record or blank line: `text` without its line end, `line_end` ("\n", "\r\n" or "" at the end of the
/// file).
struct CsvRecord {
  std::string_view text;
  std::string_view line_end;
  std::size_t fields = 0;  ///< 0 for a blank line; counted only if asked for, else 1
  bool rejected = false;   ///< a line that is no sound CSV, left out by --bad-rows skip
  [[nodiscard]] bool blank() const { return text.empty(); }
};

/// Bytes of a block.
struct ByteSpan {
  std::uint64_t begin = 0, end = 0;
  friend bool operator==(const ByteSpan&, const ByteSpan&) = default;
};

/// The parts of a block of `size` bytes between the `rejected` ones, none of them empty. Local.
[[nodiscard]] std::vector<ByteSpan> sound_parts(std::size_t size, std::span<const ByteSpan> rejected);

enum class CountFields : bool { kNo, kYes };

/// Iterates over the records and blank lines of `bytes`: whole records, known to be in the dialect but for
/// the lines `rejected`, which come as records of their own.
class CsvRecordReader {
 public:
  CsvRecordReader(std::span<const char> bytes, CsvDialect dialect,
                  CountFields count_fields = CountFields::kNo, std::span<const ByteSpan> rejected = {});
  [[nodiscard]] std::optional<CsvRecord> next();

 private:
  [[nodiscard]] CsvRecord next_rejected();

  std::span<const char> bytes_;
  CsvDialect dialect_;
  std::span<const ByteSpan> rejected_;  // still to come
  std::size_t part_begin_ = 0;          // of the sound part that the scanner reads
  std::size_t part_end_ = 0;
  CsvScanner scanner_;
  CountFields count_fields_;
  std::size_t begin_ = 0;          ///< of the next record
  std::uint64_t record_ends_ = 0;  ///< in the scanner's block: not yet returned
  std::uint64_t unread_ = 0;       ///< in the scanner's block: bytes behind the last returned record
};

/// The fields of one record (without line end), unquoted, doubled quotes undone.
[[nodiscard]] std::vector<std::string> split_csv_record(std::string_view record, CsvDialect dialect);

/// One of them; empty where the record has no such field.
[[nodiscard]] std::string csv_field_at(std::string_view record, CsvDialect dialect, std::size_t column);

}  // namespace chorus::csv
