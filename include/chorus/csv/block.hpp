// Parses a block of whole CSV records into the chosen columns' numbers. Every rank does this to the blocks it
// is dealt.
#pragma once

#include "chorus/core/cell.hpp"
#include "chorus/core/types.hpp"
#include "chorus/csv/format.hpp"
#include "chorus/csv/record_spans.hpp"

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace chorus::csv {

enum class BadRows : std::uint8_t { kError, kSkip };
enum class NonNumeric : std::uint8_t { kError, kMissing };

/// Which fields are wanted and how cells are read.
struct CsvSelection {
  std::vector<std::size_t> columns;  ///< for every feature, the index of its field in a record; all different
  std::vector<std::string> features;  ///< their names, for messages
  std::size_t column_count = 0;       ///< fields in the header; a record with another number is ragged
  std::vector<std::string> missing_words = {"",     "NA",   "N/A", "NaN",
                                            "null", "None", "?"};  ///< case matters not
  BadRows bad_rows = BadRows::kError;                              ///< what a ragged record does
  NonNumeric non_numeric =
      NonNumeric::kError;     ///< what text in a feature column does; kMissing stores kNotNumeric
  bool hash_records = false;  ///< fill CsvBlock::record_hashes
};

/// A parsed block. n = rows.
struct CsvBlock {
  RowIndex rows = 0;
  std::vector<double> values;          ///< n x features, row-major
  std::vector<std::uint64_t> offsets;  ///< n: byte offset in the file where the row's record begins
  std::vector<std::int64_t> lines;     ///< n: physical line where it begins
  std::vector<std::uint64_t>
      record_hashes;  ///< 2n if asked for: XXH3-128 (low, high) of the record's bytes, line end excluded
  std::int64_t skipped = 0;  ///< ragged records left out
  RecordSpans spans;         ///< rows whose record spans lines
};

/// Adds the rows of a later part of the file to `block`. Local.
void append_csv_block(CsvBlock& block, const CsvBlock& later);

/// Parses `bytes`, which are whole records and blank lines and stand at `start` in the file called `path`.
/// Fields that are not selected are stepped over and not looked into, except for the dialect's errors. A
/// cell's number is the nearest double, independent of the locale; spaces and tabs around it and a leading
/// plus sign are allowed, hexadecimal is not; quoted numbers count as numbers. Local. Throws Error(kInput),
/// naming path, line and byte column (of the field, or of the offending byte), for the dialect's errors, for
/// ragged records and for non-numeric cells, the first in the block.
[[nodiscard]] CsvBlock parse_csv_block(std::span<const char> bytes, CsvPosition start, CsvDialect dialect,
                                       const CsvSelection& selection, const std::string& path);

/// The nearest double to the text of a whole cell (already unquoted, not trimmed), or the missing_cell that
/// says why there is none. Words are compared without regard to ASCII case.
[[nodiscard]] double parse_cell(std::string_view text, std::span<const std::string> missing_words);

}  // namespace chorus::csv
