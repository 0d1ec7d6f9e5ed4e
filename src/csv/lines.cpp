#include "chorus/csv/lines.hpp"

#include "chorus/core/cell.hpp"

#include <algorithm>
#include <utility>

namespace chorus::csv {
namespace {

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// Where the field at the front of the text ends.
std::size_t field_end(std::string_view text, char delimiter) {
  if (text.starts_with('"')) {
    std::size_t quote = text.find('"', 1);
    while (quote != std::string_view::npos) {
      if (quote + 1 == text.size() || text[quote + 1] == delimiter) return quote + 1;
      if (text[quote + 1] != '"') break;
      quote = text.find('"', quote + 2);  // behind a doubled quote
    }
  }
  return std::min(text.find(delimiter), text.size());
}

}  // namespace

LineJudge::LineJudge(CsvDialect dialect, LineRule rule)
    : dialect_(dialect), rule_(std::move(rule)), reader_(rule_.missing_words) {}

bool LineJudge::is_record(std::string_view line) const {
  line = without_line_end(line);
  if (static_cast<std::size_t>(std::ranges::count(line, dialect_.delimiter)) + 1 < rule_.column_count)
    return false;
  std::size_t fields = 0;
  for (;;) {
    const std::size_t end = field_end(line, dialect_.delimiter);
    if (fields == rule_.column_count) return false;
    if (std::ranges::find(rule_.columns, fields) != rule_.columns.end()) {
      const CellKind kind = cell_kind(reader_.read_field(line.substr(0, end)));
      if (kind != CellKind::kNumber && kind != CellKind::kMissing) return false;
    }
    ++fields;
    if (end == line.size()) return fields == rule_.column_count;
    line.remove_prefix(end + 1);
  }
}

std::size_t LineJudge::last_inner_record(std::string_view record) const {
  record = without_line_end(record);
  const std::size_t last_line = record.rfind('\n') + 1;
  std::size_t found = std::string_view::npos;
  for (std::size_t begin = record.find('\n') + 1; begin < last_line;) {
    const std::size_t end = record.find('\n', begin);
    if (is_record(record.substr(begin, end - begin))) found = begin;
    begin = end + 1;
  }
  return found;
}

bool LineJudge::ends_in_record(std::string_view record) const {
  record = without_line_end(record);
  return is_record(record.substr(record.rfind('\n') + 1));
}

bool LineJudge::takes_in_records(std::string_view record) const {
  if (last_inner_record(record) != std::string_view::npos) return true;
  return ends_in_record(record) && is_record(record.substr(0, record.find('\n')));
}

}  // namespace chorus::csv
