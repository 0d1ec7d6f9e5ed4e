#include "chorus/csv/format.hpp"

#include "chorus/core/error.hpp"
#include "chorus/csv/fault.hpp"
#include "chorus/csv/foreign_file.hpp"
#include "chorus/csv/records.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>

namespace chorus::csv {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::vector<char> read_front(const std::filesystem::path& path, std::size_t bytes) {
  std::ifstream in(path, std::ios::binary);
  const auto fail = [&](const std::string& problem) {
    throw Error(Exit::kIo, describe(problem, path.string(), std::strerror(errno)));
  };
  if (!in) fail("cannot open the file");
  std::vector<char> front(bytes);
  in.read(front.data(), static_cast<std::streamsize>(bytes));
  if (in.bad()) fail("cannot read the file");
  front.resize(static_cast<std::size_t>(in.gcount()));
  return front;
}

/// Where the header record stands, under one delimiter.
struct HeaderRecord {
  CsvDialect dialect;
  CsvRecordCheck check;  ///< its indices count from `begin`
  std::size_t begin = 0;
  std::vector<std::string> names;
};

HeaderRecord find_header(std::span<const char> front, std::size_t begin, char delimiter) {
  HeaderRecord header{CsvDialect{delimiter}, {}, begin, {}};
  header.check = check_csv_record(front.subspan(begin), header.dialect);
  if (header.check.fault != CsvFault::kNone) return header;
  CsvRecordReader records(front.subspan(begin, header.check.length), header.dialect);
  header.names = split_csv_record(records.next()->text, header.dialect);
  return header;
}

std::size_t skip_blank_lines(std::span<const char> front, std::size_t at) {
  for (;;) {
    const std::string_view rest(front.data() + at, front.size() - at);
    if (rest.starts_with('\n')) {
      at += 1;
    } else if (rest.starts_with("\r\n")) {
      at += 2;
    } else {
      return at;
    }
  }
}

void refuse_delimiter(char delimiter) {
  if (std::string_view("\"\n\r\0", 4).find(delimiter) == std::string_view::npos) return;
  throw Error(Exit::kInput, describe("a delimiter that is a quote, a line end or a NUL byte", "",
                                     "choose comma, tab, semicolon or another character"));
}

}  // namespace

std::string csv_place(const std::string& path, std::int64_t line, std::uint64_t column) {
  return path + ':' + std::to_string(line) + ':' + std::to_string(column);
}

CsvHeader read_csv_header(const std::filesystem::path& path, std::optional<char> delimiter) {
  if (delimiter) refuse_delimiter(*delimiter);
  const std::vector<char> front = read_front(path, kByteOrderMark.size() + kMaxRecordBytes + 1);
  const std::string_view text(front.data(), front.size());
  if (const auto foreign = recognise_foreign_file(text)) {
    throw_csv_error(foreign->problem, foreign->advice, path.string(), front, {}, 0);
  }
  const std::size_t begin =
      skip_blank_lines(front, text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
  if (begin == front.size()) {
    throw_csv_error("no header: the file is empty", "the first line must name the columns", path.string(),
                    front, {}, 0);
  }

  // A candidate under which the header is not in the dialect splits nothing, and one field is no split
  // either: then the comma speaks.
  HeaderRecord best = find_header(front, begin, delimiter.value_or(','));
  if (!delimiter) {
    for (const char candidate : {'\t', ';', '|'}) {
      HeaderRecord other = find_header(front, begin, candidate);
      if (other.names.size() > std::max<std::size_t>(best.names.size(), 1)) best = std::move(other);
    }
  }
  if (best.check.fault != CsvFault::kNone) {
    throw_csv_fault(best.check.fault, path.string(), front, {}, begin + best.check.at);
  }

  CsvHeader header;
  header.dialect = best.dialect;
  header.names = std::move(best.names);
  const std::string_view before = text.substr(0, begin + best.check.length);
  header.first_record.offset = before.size();
  header.first_record.line += std::count(before.begin(), before.end(), '\n');
  header.crlf = before.ends_with("\r\n");
  return header;
}

}  // namespace chorus::csv
