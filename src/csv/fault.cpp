#include "chorus/csv/fault.hpp"

#include "chorus/core/error.hpp"

#include <algorithm>

namespace chorus::csv {

CsvRecordCheck check_csv_record(std::span<const char> bytes, CsvDialect dialect,
                                std::size_t max_record_bytes) {
  enum class State { kFieldStart, kUnquoted, kQuoted, kAfterQuote };
  State state = State::kFieldStart;
  std::size_t opening = 0;
  const std::size_t limit = std::min(bytes.size(), max_record_bytes);
  for (std::size_t at = 0; at < limit; ++at) {
    const char c = bytes[at];
    if (c == '\0') return {CsvFault::kNul, at, 0};
    if (state == State::kQuoted) {
      if (c == '"') state = State::kAfterQuote;
    } else if (c == '"' && state == State::kFieldStart) {
      state = State::kQuoted;
      opening = at;
    } else if (c == '"' && state == State::kAfterQuote) {
      state = State::kQuoted;  // a doubled quote
    } else if (c == dialect.delimiter) {
      state = State::kFieldStart;
    } else if (c == '\n') {
      return {CsvFault::kNone, 0, at + 1};
    } else if (c == '\r') {
      if (at + 1 == bytes.size() || bytes[at + 1] != '\n') return {CsvFault::kBareCarriageReturn, at, 0};
    } else if (state == State::kAfterQuote) {
      return {CsvFault::kTextAfterQuote, at, 0};
    } else {
      state = State::kUnquoted;
    }
  }
  if (state == State::kQuoted) return {CsvFault::kUnterminatedQuote, opening, 0};
  if (limit < bytes.size()) return {CsvFault::kTooLong, 0, 0};
  return {CsvFault::kNone, 0, bytes.size()};
}

std::string_view fault_reason(CsvFault fault) {
  switch (fault) {
    case CsvFault::kTextAfterQuote:
      return "text after a closing quote";
    case CsvFault::kUnterminatedQuote:
      return "a quoted field that does not end as it should";
    case CsvFault::kBareCarriageReturn:
      return "a carriage return without a line feed";
    case CsvFault::kNul:
      return "a NUL byte";
    case CsvFault::kTooLong:
      return "a record that is too long";
    case CsvFault::kNone:
      break;
  }
  return "no record";
}

void throw_csv_error(const std::string& problem, const std::string& advice, const std::string& path,
                     std::span<const char> bytes, CsvPosition start, std::size_t at) {
  const std::span<const char> before = bytes.first(at);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const auto line_begin = std::find(before.rbegin(), before.rend(), '\n').base();
  const auto column = static_cast<std::uint64_t>(before.end() - line_begin) + 1;
  throw Error(Exit::kInput, describe(problem, csv_place(path, start.line + lines, column), advice));
}

void throw_csv_fault(CsvFault fault, const std::string& path, std::span<const char> bytes, CsvPosition start,
                     std::size_t at) {
  switch (fault) {
    case CsvFault::kTextAfterQuote:
      throw_csv_error("text after a closing quote",
                      "end the field behind the quote, or double the quotes that belong to the text", path,
                      bytes, start, at);
    case CsvFault::kUnterminatedQuote:
      throw_csv_error("a quoted field that does not end",
                      "close the quote that opens here; a record may have up to " +
                          std::to_string(kMaxRecordBytes) + " bytes",
                      path, bytes, start, at);
    case CsvFault::kBareCarriageReturn:
      throw_csv_error(
          "a carriage return without a line feed",
          "end lines with LF or CRLF (tr '\\r' '\\n' converts old Macintosh files), or quote the field", path,
          bytes, start, at);
    case CsvFault::kNul:
      throw_csv_error("a NUL byte", "the file is not text, or damaged; convert it to CSV in UTF-8", path,
                      bytes, start, at);
    case CsvFault::kTooLong:
    case CsvFault::kNone:
      break;
  }
  throw_csv_error("a record of more than " + std::to_string(kMaxRecordBytes) + " bytes",
                  "is this a CSV file with line ends?", path, bytes, start, at);
}

}  // namespace chorus::csv
