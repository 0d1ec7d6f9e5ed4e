// Whether the lines of a record that spans lines are records themselves: then a quote too many has swallowed
// them. Byte by byte: only such records come here.
#pragma once

#include "chorus/csv/cell_reader.hpp"
#include "chorus/csv/format.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::csv {

/// What a line must have to be a record by itself.
struct LineRule {
  std::size_t column_count = 0;            ///< fields in the header
  std::vector<std::size_t> columns;        ///< those that hold numbers: the features'
  std::vector<std::string> missing_words;  ///< what may stand there instead
};

class LineJudge {
 public:
  LineJudge(CsvDialect dialect, LineRule rule);
  LineJudge(const LineJudge&) = delete;
  LineJudge& operator=(const LineJudge&) = delete;

  /// Whether the line, read by itself, has the header's number of fields, and a number or a word for a
  /// missing value in each of the rule's columns. A quote that does not close within the line is text.
  [[nodiscard]] bool is_record(std::string_view line) const;

  /// Whether a record that spans lines takes in others: a line between its first and its last is a record by
  /// itself, or both of these are. (One of the two alone proves nothing: behind a title of two lines in the
  /// first column, and before one in the last, stand all the other fields.)
  [[nodiscard]] bool takes_in_records(std::string_view record) const;

  /// Where the last line that lies between the record's first and its last, and is a record by itself,
  /// begins; npos if none is.
  [[nodiscard]] std::size_t last_inner_record(std::string_view record) const;

  /// Whether the last line of a record that spans lines is a record by itself.
  [[nodiscard]] bool ends_in_record(std::string_view record) const;

 private:
  CsvDialect dialect_;
  LineRule rule_;
  CellReader reader_;
};

}  // namespace chorus::csv
