// Cuts a stream of CSV bytes at record ends, so that blocks of whole records can be dealt to ranks. Rank 0
// does this for the whole file, so it looks at quotes and line ends alone, with SIMD; everything else is
// found by the rank that parses the block.
#pragma once

#include "chorus/csv/format.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace chorus::csv {

class CsvCutter {
 public:
  /// @param start where the first byte given to cut() stands; it must begin a record.
  CsvCutter(CsvDialect dialect, std::string path, CsvPosition start,
            std::size_t max_record_bytes = kMaxRecordBytes);

  /// The number of bytes at the front of `bytes` that are whole records (with their line ends): the longest
  /// such prefix. `bytes` begins at position(). With `at_end`, the file ends after `bytes` and the last
  /// record may lack its line end: then all bytes are cut, and whether the last record is whole is for the
  /// parser to find. Advances position() by the result; the caller presents the remaining bytes again, with
  /// more behind them. May return 0 when no record ends within `bytes`. Local. Throws Error(kInput) if no
  /// record ends within more than max_record_bytes bytes: naming what is wrong with that record, for instance
  /// the quote that opens in it and does not close. So it throws only when all records before have been cut:
  /// whoever parses the pieces in order, up to where cut() throws, meets the first error in the file, however
  /// the stream is divided into calls; parse_csv_block gives the same error for a record that is too long.
  std::size_t cut(std::span<const char> bytes, bool at_end);

  [[nodiscard]] CsvPosition position() const { return position_; }

 private:
  CsvDialect dialect_;
  std::string path_;
  CsvPosition position_;
  std::size_t max_record_bytes_;
};

}  // namespace chorus::csv
