#include "chorus/csv/cutter.hpp"

#include "chorus/csv/fault.hpp"
#include "chorus/csv/scanner.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "csv/cutter.cpp"
#include <hwy/foreach_target.h>
// foreach_target must come before these.
#include "csv/mask-inl.h"

#include <hwy/highway.h>

#ifndef CHORUS_SRC_CATALOGUE_CSV_CUTTER
#define CHORUS_SRC_CATALOGUE_CSV_CUTTER
namespace chorus::csv {
namespace {

struct RecordEnds {
  std::size_t length;  ///< bytes up to the last end of a record
  std::size_t lines;   ///< line breaks in all bytes
};

}  // namespace
}  // namespace chorus::csv
#endif

HWY_BEFORE_NAMESPACE();
namespace chorus::csv::HWY_NAMESPACE {
namespace {

/// What CsvScanner says of records and lines, and no more. No branch depends on where records end or quotes
/// stand: it would be mispredicted once a record.
RecordEnds find_record_ends(std::span<const char> bytes, CsvDialect dialect) {
  std::uint64_t last_ends = 0;  // of the last 64 bytes in which a record ends
  std::size_t last_offset = 0;
  std::size_t lines = 0;
  std::uint64_t in_quotes = 0;    // behind the bytes before: 1 or 0
  std::uint64_t closed = 0;       // their last is a closing quote: 1 or 0
  std::uint64_t field_start = 1;  // a field may begin behind them: 1 or 0
  char padded[kMaskBytes];
  for (std::size_t offset = 0; offset < bytes.size(); offset += kMaskBytes) {
    const char* text = bytes.data() + offset;
    if (const std::size_t left = bytes.size() - offset; left < kMaskBytes) {
      std::memset(padded, dialect.delimiter == 'x' ? 'y' : 'x', sizeof padded);
      text = std::copy_n(text, left, padded) - left;
    }
    const std::uint64_t line_feeds = mask_of(text, '\n');
    const std::uint64_t quotes = mask_of(text, '"');
    const std::uint64_t field_ends = line_feeds | mask_of(text, dialect.delimiter);
    const CsvQuotes judged = judge_quotes(quotes, field_ends << 1 | field_start, in_quotes, closed);
    const std::uint64_t ends = line_feeds & ~judged.inside;
    in_quotes = judged.inside >> 63U;
    closed = judged.closing >> 63U;
    field_start = field_ends >> 63U;
    last_offset = ends != 0 ? offset : last_offset;
    last_ends = ends != 0 ? ends : last_ends;
    lines += static_cast<std::size_t>(std::popcount(line_feeds));
  }
  return {last_offset + kMaskBytes - static_cast<std::size_t>(std::countl_zero(last_ends)), lines};
}

}  // namespace
}  // namespace chorus::csv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chorus::csv {

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

}  // namespace chorus::csv
#endif
