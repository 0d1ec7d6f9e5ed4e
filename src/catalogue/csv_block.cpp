#include "chorus/catalogue/csv_block.hpp"

#include "chorus/catalogue/csv_cell.hpp"
#include "chorus/catalogue/csv_fault.hpp"
#include "chorus/catalogue/csv_scanner.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <cassert>

namespace chorus::catalogue {

namespace {

/// A field as an error message of one line shows it.
std::string shown(std::string_view field) {
  constexpr std::size_t kLongest = 40;
  std::string text(field.substr(0, kLongest));
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  return field.size() > kLongest ? text + "..." : text;
}

class BlockParser {
 public:
  BlockParser(std::span<const char> bytes, CsvPosition start, CsvDialect dialect,
              const CsvSelection& selection, const std::string& path)
      : bytes_(bytes),
        start_(start),
        dialect_(dialect),
        selection_(selection),
        path_(path),
        reader_(selection.missing_words),
        record_line_(start.line),
        line_(start.line) {}

  CsvBlock parse() {
    CsvScanner scanner(bytes_, dialect_);
    while (scanner.next()) {
      std::uint64_t field_ends = scanner.field_ends();
      std::uint64_t record_ends = scanner.record_ends();
      if (scanner.faults() != 0) {
        const std::uint64_t sound = (scanner.faults() & -scanner.faults()) - 1;
        field_ends &= sound;
        record_ends &= sound;
      }
      std::uint64_t line_feeds = scanner.line_feeds();
      while (record_ends != 0) {
        const std::uint64_t end = record_ends & -record_ends;
        const std::uint64_t record = end | (end - 1);
        note_field_ends(scanner.offset(), field_ends & record);
        field_ends &= ~record;
        finish_record(fields_.back(), fields_.back() + 1);
        line_ += std::popcount(line_feeds & record);
        record_line_ = line_;
        line_feeds &= ~record;
        record_ends ^= end;
      }
      if (scanner.faults() != 0) throw_fault();
      note_field_ends(scanner.offset(), field_ends);
      line_ += std::popcount(line_feeds);
    }
    if (record_ < bytes_.size()) {
      // The file ends without a line end, or within quotes.
      if (scanner.in_quotes() || bytes_.back() == '\r') throw_fault();
      fields_.push_back(bytes_.size());
      finish_record(bytes_.size(), bytes_.size());
    }
    return std::move(block_);
  }

 private:
  void note_field_ends(std::size_t offset, std::uint64_t ends) {
    for (; ends != 0; ends &= ends - 1) {
      fields_.push_back(offset + static_cast<std::size_t>(std::countr_zero(ends)));
    }
  }

  /// The current record's text ends at `end` (or a CR before), the next record begins at `next`.
  void finish_record(std::size_t end, std::size_t next) {
    if (next - record_ > kMaxRecordBytes) throw_fault();
    if (end > record_ && bytes_[end - 1] == '\r') --end;
    if (end > record_) {
      fields_.back() = end;
      if (fields_.size() == selection_.column_count) {
        add_row(end);
      } else if (selection_.bad_rows == BadRows::kSkip) {
        ++block_.skipped;
      } else {
        throw_error(fmt::format("a record of {} field{}, the header has {}", fields_.size(),
                                fields_.size() == 1 ? "" : "s", selection_.column_count),
                    "repair the record, or leave such records out with --bad-rows skip", record_);
      }
    }
    fields_.clear();
    record_ = next;
  }

  void add_row(std::size_t end) {
    for (std::size_t feature = 0; feature < selection_.columns.size(); ++feature) {
      const std::size_t column = selection_.columns[feature];
      const std::size_t begin = column == 0 ? record_ : fields_[column - 1] + 1;
      const std::string_view field(bytes_.data() + begin, fields_[column] - begin);
      const double value = reader_.read_field(field);
      if (selection_.non_numeric == NonNumeric::kError && cell_kind(value) == CellKind::kNotNumeric) {
        throw_error(
            fmt::format("'{}' is no number, in column {}", shown(field), selection_.features[feature]),
            "choose other features, name the words for a missing value with --na, or repair the cell", begin);
      }
      block_.values.push_back(value);
    }
    block_.offsets.push_back(start_.offset + record_);
    block_.lines.push_back(record_line_);
    if (selection_.hash_records) {
      const XXH128_hash_t hash = XXH3_128bits(bytes_.data() + record_, end - record_);
      block_.record_hashes.push_back(hash.low64);
      block_.record_hashes.push_back(hash.high64);
    }
    ++block_.rows;
  }

  [[noreturn]] void throw_fault() const {
    const std::span<const char> rest = bytes_.subspan(record_);
    const CsvRecordCheck check = check_csv_record(rest, dialect_);
    throw_csv_fault(check.fault, path_, rest, {start_.offset + record_, record_line_}, check.at);
  }

  [[noreturn]] void throw_error(const std::string& problem, const std::string& advice, std::size_t at) const {
    throw_csv_error(problem, advice, path_, bytes_.subspan(record_), {start_.offset + record_, record_line_},
                    at - record_);
  }

  std::span<const char> bytes_;
  CsvPosition start_;
  CsvDialect dialect_;
  const CsvSelection& selection_;
  const std::string& path_;
  CellReader reader_;
  CsvBlock block_;
  std::size_t record_ = 0;           ///< where the current record begins
  std::int64_t record_line_;         ///< and on which line
  std::int64_t line_;                ///< behind what was scanned
  std::vector<std::size_t> fields_;  ///< where the current record's fields end
};

}  // namespace

CsvBlock parse_csv_block(std::span<const char> bytes, CsvPosition start, CsvDialect dialect,
                         const CsvSelection& selection, const std::string& path) {
  return BlockParser(bytes, start, dialect, selection, path).parse();
}

}  // namespace chorus::catalogue
