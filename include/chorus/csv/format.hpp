// The CSV dialect that Chorus reads, and where in a file something stands.
//
// Records end with LF or CRLF; the last may lack its end. Fields are separated by one delimiter. A field that
// begins with a quote is quoted: it ends at the next quote that is not doubled, and may hold delimiters, line
// breaks and doubled quotes; after it comes a delimiter or a record end. A quote inside an unquoted field is
// a literal. Blank lines (no bytes between line ends) are not records. Text is opaque bytes: any encoding in
// which the structural characters are ASCII passes through. A UTF-8 byte order mark before the header is
// skipped. Errors (Exit::kInput): text after a closing quote, an unterminated quote, a NUL byte, UTF-16/32,
// and a CR outside quotes that no LF follows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chorus::csv {

struct CsvDialect {
  char delimiter = ',';
};

/// A place in a file that begins a record (or a blank line).
struct CsvPosition {
  std::uint64_t offset = 0;  ///< bytes from the beginning of the file
  std::int64_t line = 1;     ///< physical line, counted from 1 (line breaks inside quotes count)
};

/// The longest record that is accepted, in bytes: an unterminated quote is found without reading a whole
/// file.
inline constexpr std::size_t kMaxRecordBytes = std::size_t{1} << 20U;

struct CsvHeader {
  CsvDialect dialect;
  std::vector<std::string> names;  ///< unquoted, as written; may be empty or repeated where nobody uses them
  CsvPosition first_record;        ///< right behind the header's line end
  bool crlf = false;               ///< the header record ends with CRLF
};

/// Reads the header of the CSV file at `path`. Without a given delimiter, it is the one of comma, tab,
/// semicolon and vertical bar that splits the header into most fields outside quotes (comma on a tie). Local.
/// Throws Error: kIo if the file cannot be opened or read, kInput if it is empty or not in the dialect.
[[nodiscard]] CsvHeader read_csv_header(const std::filesystem::path& path,
                                        std::optional<char> delimiter = std::nullopt);

/// "path:line:column", where column is a byte column counted from 1.
[[nodiscard]] std::string csv_place(const std::string& path, std::int64_t line, std::uint64_t column);

}  // namespace chorus::csv
