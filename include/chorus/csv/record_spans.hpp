// Records that span lines: a title may hold a line break, but a stray quote also makes one record of many, in
// silence, since CSV allows it. So they are counted, and the longest is named.
#pragma once

#include <cstdint>
#include <string>

namespace chorus::csv {

struct RecordSpans {
  std::int64_t records = 0;          ///< rows whose record spans lines
  std::int64_t longest = 0;          ///< lines of the longest; 0 if there is none
  std::int64_t line = 0;             ///< where the longest begins; the first of equals
  std::int64_t swallowing = 0;       ///< of them, those that take in other records (csv_lines.hpp)
  std::int64_t swallowing_line = 0;  ///< where the first of these begins

  /// Adds a record of so many lines.
  void add(std::int64_t first_line, std::int64_t lines, bool swallows_records);
  /// Adds those of another part of the file: the same in any order.
  void add(const RecordSpans& other);
  friend bool operator==(const RecordSpans&, const RecordSpans&) = default;
};

/// One line for people: "1 record spans 51 lines, from line 12 (FILE): ...". Empty if there is none.
[[nodiscard]] std::string spans_text(const RecordSpans& spans, const std::string& file);

}  // namespace chorus::csv
