#include "chorus/catalogue/csv_cutter.hpp"

#include "chorus/catalogue/csv_fault.hpp"
#include "chorus/catalogue/csv_scanner.hpp"

#include <utility>

namespace chorus::catalogue {

CsvCutter::CsvCutter(CsvDialect dialect, std::string path, CsvPosition start, std::size_t max_record_bytes)
    : dialect_(dialect), path_(std::move(path)), position_(start), max_record_bytes_(max_record_bytes) {}

std::size_t CsvCutter::cut(std::span<const char> bytes, bool at_end) {
  std::size_t length = 0;     // of the records found
  std::size_t lines = 0;      // line breaks in them
  std::size_t all_lines = 0;  // line breaks in what was scanned
  CsvScanner scanner(bytes, dialect_);
  while (scanner.next()) {
    if (const std::uint64_t ends = scanner.record_ends(); ends != 0) {
      const int last = 63 - std::countl_zero(ends);
      length = scanner.offset() + static_cast<std::size_t>(last) + 1;
      lines = all_lines + count_bits(scanner.line_feeds() << (63 - last));
    }
    all_lines += count_bits(scanner.line_feeds());
  }
  if (at_end) {
    length = bytes.size();
    lines = all_lines;
  } else if (length == 0 && bytes.size() > max_record_bytes_) {
    const CsvRecordCheck check = check_csv_record(bytes, dialect_, max_record_bytes_);
    throw_csv_fault(check.fault, path_, bytes, position_, check.at);
  }
  position_.offset += length;
  position_.line += static_cast<std::int64_t>(lines);
  return length;
}

}  // namespace chorus::catalogue
