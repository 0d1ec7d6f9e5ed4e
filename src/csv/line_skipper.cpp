#include "csv/line_skipper.hpp"

#include "chorus/csv/fault.hpp"
#include "chorus/csv/scanner.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>
#include <utility>

namespace chorus::csv {
namespace {

/// Behind the line that begins at `begin`.
std::size_t line_end(std::span<const char> bytes, std::size_t begin) {
  const std::size_t found = std::string_view(bytes.data(), bytes.size()).find('\n', begin);
  return found == std::string_view::npos ? bytes.size() : found + 1;
}

std::string_view text_of(std::span<const char> bytes, std::size_t begin, std::size_t end) {
  return {bytes.data() + begin, end - begin};
}

}  // namespace

LineSkipper::LineSkipper(CsvDialect dialect, LineRule rule, std::string path, CsvPosition start,
                         std::size_t max_record_bytes)
    : dialect_(dialect),
      judge_(dialect, std::move(rule)),
      path_(std::move(path)),
      position_(start),
      max_record_bytes_(max_record_bytes) {}

/// Goes over the sound lines from `begin` to the first record that needs a look: it is at fault, too long,
/// spans lines, or does not end in the bytes. If its first line ends before `known_end`, within quotes, no
/// more is read: what follows is known.
LineSkipper::Finding LineSkipper::skim(std::span<const char> bytes, std::size_t begin,
                                       std::size_t known_end) const {
  CsvScanner scanner(bytes.subspan(begin), dialect_);
  Finding found{begin, 0, bytes.size(), Outcome::kOpen};
  while (scanner.next()) {
    const std::size_t offset = begin + scanner.offset();
    const std::uint64_t ends = scanner.record_ends();
    const std::uint64_t inner = scanner.line_feeds() & ~ends;
    if (found.first_line == 0 && (scanner.faults() | inner) == 0) {
      if (ends == 0) continue;
      const std::size_t first = offset + static_cast<std::size_t>(std::countr_zero(ends)) + 1;
      if (first - found.record > max_record_bytes_) return {found.record, 0, first, Outcome::kRecord};
      found.record = offset + kMaskBytes - static_cast<std::size_t>(std::countl_zero(ends));
      continue;
    }
    for (std::uint64_t left = scanner.faults() | scanner.line_feeds(); left != 0; left &= left - 1) {
      const std::uint64_t bit = left & -left;
      const std::size_t at = offset + static_cast<std::size_t>(std::countr_zero(bit));
      if ((scanner.faults() & bit) != 0) return {found.record, found.first_line, at, Outcome::kFault};
      if ((ends & bit) != 0) {
        if (found.first_line != 0 || at + 1 - found.record > max_record_bytes_)
          return {found.record, found.first_line, at + 1, Outcome::kRecord};
        found.record = at + 1;
      } else if (found.first_line == 0) {
        found.first_line = at + 1;
        if (found.first_line < known_end) return {found.record, found.first_line, 0, Outcome::kKnown};
      }
    }
  }
  if (found.record == bytes.size()) found.outcome = Outcome::kNoMore;
  if (!scanner.in_quotes() && found.outcome == Outcome::kOpen && bytes.back() != '\r')
    found.outcome = Outcome::kRecord;  // if the file ends here
  return found;
}

/// Of a record that ends.
bool LineSkipper::sound(std::span<const char> bytes, const Finding& finding, const Within& within) const {
  if (finding.end - finding.record > max_record_bytes_) return false;
  if (finding.first_line == 0) return true;
  if (within.inner != std::string_view::npos && within.inner >= finding.first_line) return false;
  return !within.last || !judge_.is_record(text_of(bytes, finding.record, finding.first_line));
}

std::size_t LineSkipper::cut(std::span<const char> bytes, bool at_end) {
  rejected_.clear();
  // The last record that spans lines and was looked at: from any line end in it, reading goes the same way.
  Finding known;
  Within within;
  std::size_t begin = 0;
  while (begin < bytes.size()) {
    Finding found = skim(bytes, begin, known.end);
    begin = found.record;
    if (found.outcome == Outcome::kNoMore) break;
    if (found.outcome == Outcome::kKnown) {
      found.outcome = known.outcome;
      found.end = known.end;
    } else if (found.first_line != 0) {
      known = found;
      within = {};
      if (found.outcome == Outcome::kRecord) {
        const std::string_view record = text_of(bytes, found.record, found.end);
        const std::size_t inner = judge_.last_inner_record(record);
        if (inner != std::string_view::npos) within.inner = found.record + inner;
        within.last = judge_.ends_in_record(record);
      }
    }
    const bool ends_here = found.end == bytes.size() && bytes.back() != '\n';
    const bool ends = found.outcome == Outcome::kRecord && (at_end || !ends_here);
    if (ends && sound(bytes, found, within)) {
      begin = found.end;
      continue;
    }
    const bool undecided = !ends && found.outcome != Outcome::kFault && !at_end;
    if (undecided && bytes.size() - begin <= max_record_bytes_) break;
    const std::size_t behind = line_end(bytes, begin);
    if (behind - begin > max_record_bytes_) {
      if (begin > 0) break;  // what stands before it comes first
      const CsvRecordCheck check = check_csv_record(bytes, dialect_, max_record_bytes_);
      throw_csv_fault(check.fault, path_, bytes, position_, check.at);
    }
    if (!at_end && bytes[behind - 1] != '\n') break;
    rejected_.push_back({begin, behind});
    begin = behind;
  }
  const auto cut = bytes.first(begin);
  position_.offset += begin;
  position_.line += std::count(cut.begin(), cut.end(), '\n');
  return begin;
}

}  // namespace chorus::csv
