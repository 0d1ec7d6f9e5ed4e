#include "chorus/catalogue/csv_cutter.hpp"

#include "chorus/catalogue/csv_fault.hpp"
#include "chorus/catalogue/csv_scanner.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "../src/catalogue/csv_cutter.cpp"
#include <hwy/foreach_target.h>
// foreach_target must come before highway.
#include <hwy/highway.h>

#ifndef CHORUS_SRC_CATALOGUE_CSV_CUTTER
#define CHORUS_SRC_CATALOGUE_CSV_CUTTER
namespace chorus::catalogue {
namespace {

struct RecordEnds {
  std::size_t length;  ///< bytes up to the last end of a record
  std::size_t lines;   ///< line breaks in all bytes
};

}  // namespace
}  // namespace chorus::catalogue
#endif

HWY_BEFORE_NAMESPACE();
namespace chorus::catalogue::HWY_NAMESPACE {
namespace {

RecordEnds find_record_ends(std::span<const char> bytes, CsvDialect dialect) {
  // The loop has no branch that depends on where records end: it would be mispredicted once a record.
  std::uint64_t last_ends = 0;  // of the last block in which a record ends
  std::size_t last_offset = 0;
  std::size_t lines = 0;
  CsvScanner scanner(bytes, dialect);
  while (scanner.next()) {
    const std::uint64_t ends = scanner.record_ends();
    last_offset = ends != 0 ? scanner.offset() : last_offset;
    last_ends = ends != 0 ? ends : last_ends;
    lines += static_cast<std::size_t>(std::popcount(scanner.line_feeds()));
  }
  return {last_offset + kMaskBytes - static_cast<std::size_t>(std::countl_zero(last_ends)), lines};
}

}  // namespace
}  // namespace chorus::catalogue::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chorus::catalogue {

HWY_EXPORT(find_record_ends);

CsvCutter::CsvCutter(CsvDialect dialect, std::string path, CsvPosition start, std::size_t max_record_bytes)
    : dialect_(dialect), path_(std::move(path)), position_(start), max_record_bytes_(max_record_bytes) {}

std::size_t CsvCutter::cut(std::span<const char> bytes, bool at_end) {
  const RecordEnds found = HWY_DYNAMIC_DISPATCH(find_record_ends)(bytes, dialect_);
  std::size_t length = found.length;
  std::size_t lines = found.lines;
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
#endif
