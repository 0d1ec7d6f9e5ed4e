// Cuts a stream of CSV bytes at record ends, as CsvCutter does, and finds the lines that are no sound CSV, so
// that they can be left out (--bad-rows skip).
//
// The rule: a record that is not in the dialect (text after a closing quote, a quote that does not close
// before the file's end or within the longest record, a NUL, a bare CR), or that takes in lines which are
// records by themselves (LineJudge), is rejected as the one line on which it begins, and reading goes on at
// the next line. So a stray quote costs its own line and no song behind it. What is a record depends on the
// bytes of the file alone, not on how they are divided into calls.
#pragma once

#include "chorus/csv/format.hpp"
#include "chorus/csv/lines.hpp"
#include "chorus/csv/records.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::csv {

class LineSkipper {
 public:
  /// @pre max_record_bytes is at least 64
  LineSkipper(CsvDialect dialect, LineRule rule, std::string path, CsvPosition start,
              std::size_t max_record_bytes = kMaxRecordBytes);

  /// As CsvCutter::cut; the lines rejected among the bytes cut are in rejected(). The time is linear in the
  /// bytes, whatever they are. Throws Error(kInput) for a line longer than the longest record, when all
  /// before it has been cut: with `at_end` too, less than all bytes are cut where such a line follows.
  std::size_t cut(std::span<const char> bytes, bool at_end);

  /// Of the last cut, ascending, as places in its bytes; line ends included.
  [[nodiscard]] const std::vector<ByteSpan>& rejected() const { return rejected_; }
  [[nodiscard]] CsvPosition position() const { return position_; }

 private:
  enum class Outcome { kNoMore, kRecord, kFault, kOpen, kKnown };
  /// A record that is not simply a sound line.
  struct Finding {
    std::size_t record = 0;      ///< where it begins
    std::size_t first_line = 0;  ///< behind its first line; 0 where the bytes end on that
    std::size_t end = 0;         ///< behind the record; where it is at fault; or where the bytes end
    Outcome outcome = Outcome::kNoMore;
  };
  /// What is known of the lines behind the first of a record that spans lines.
  struct Within {
    std::size_t inner = std::string_view::npos;  ///< where the last of LineJudge::last_inner_record begins
    bool last = false;                           ///< LineJudge::ends_in_record
  };
  [[nodiscard]] Finding skim(std::span<const char> bytes, std::size_t begin, std::size_t known_end) const;
  [[nodiscard]] bool sound(std::span<const char> bytes, const Finding& finding, const Within& within) const;

  CsvDialect dialect_;
  LineJudge judge_;
  std::string path_;
  CsvPosition position_;
  std::size_t max_record_bytes_;
  std::vector<ByteSpan> rejected_;
};

}  // namespace chorus::csv
