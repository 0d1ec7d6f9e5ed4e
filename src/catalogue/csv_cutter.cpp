#include "chorus/catalogue/csv_cutter.hpp"

#include "chorus/catalogue/csv_fault.hpp"
#include "chorus/catalogue/csv_scanner.hpp"

#include <algorithm>
#include <utility>

namespace chorus::catalogue {

CsvCutter::CsvCutter(CsvDialect dialect, std::string path, CsvPosition start, std::size_t max_record_bytes)
    : dialect_(dialect), path_(std::move(path)), position_(start), max_record_bytes_(max_record_bytes) {}

std::size_t CsvCutter::cut(std::span<const char> bytes, bool at_end) {
  // The loop has no branch that depends on where records end: it would be mispredicted once a record.
  std::uint64_t last_ends = 0;  // of the last block in which a record ends
  std::size_t last_offset = 0;
  std::size_t lines = 0;  // line breaks in all bytes
  CsvScanner scanner(bytes, dialect_);
  while (scanner.next()) {
    const std::uint64_t ends = scanner.record_ends();
    last_offset = ends != 0 ? scanner.offset() : last_offset;
    last_ends = ends != 0 ? ends : last_ends;
    lines += count_bits(scanner.line_feeds());
  }
  std::size_t length = last_offset + kMaskBytes - static_cast<std::size_t>(std::countl_zero(last_ends));
  if (at_end) {
    length = bytes.size();
  } else if (length == 0 && bytes.size() > max_record_bytes_) {
    const CsvRecordCheck check = check_csv_record(bytes, dialect_, max_record_bytes_);
    throw_csv_fault(check.fault, path_, bytes, position_, check.at);
  }
  const std::span<const char> rest = bytes.subspan(length);
  lines -= static_cast<std::size_t>(std::count(rest.begin(), rest.end(), '\n'));
  position_.offset += length;
  position_.line += static_cast<std::int64_t>(lines);
  return length;
}

}  // namespace chorus::catalogue
