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
        columns_(selection.columns),
        record_line_(start.line),
        line_(start.line),
        bounds_(1 + kMaskBytes) {
    assert(
        std::ranges::all_of(columns_, [&](std::size_t column) { return column < selection.column_count; }));
    bounds_[0] = ~std::size_t{0};
  }

  CsvBlock parse() {
    CsvScanner scanner(bytes_, dialect_);
    while (scanner.next()) {
      if (scanner.faults() != 0) {
        take(scanner, (scanner.faults() & -scanner.faults()) - 1);
        throw_fault();
      }
      take(scanner, ~std::uint64_t{0});
    }
    if (record_ < bytes_.size()) {
      // The file ends without a line end, or within quotes.
      if (scanner.in_quotes() || bytes_.back() == '\r') throw_fault();
      bounds_[++fields_] = bytes_.size();
      finish_record(bounds_.data(), fields_, bytes_.size());
    }
    resize(static_cast<std::size_t>(block_.rows));
    return std::move(block_);
  }

 private:
  /// Takes the bytes `sound` of the scanner's block: notes where fields end, and adds the records that end.
  void take(const CsvScanner& scanner, std::uint64_t sound) {
    const std::uint64_t field_ends = scanner.field_ends() & sound;
    const std::size_t before = fields_;
    note(scanner.offset(), field_ends);
    std::size_t first = 0;  // bound of the current record's begin
    for (std::uint64_t ends = scanner.record_ends() & sound; ends != 0; ends &= ends - 1) {
      const std::uint64_t upto = ends ^ (ends - 1);
      const std::size_t last = before + count_bits(field_ends & upto);
      finish_record(&bounds_[first], last - first, bounds_[last] + 1);
      first = last;
      record_line_ = line_ + static_cast<std::int64_t>(count_bits(scanner.line_feeds() & upto));
    }
    line_ += static_cast<std::int64_t>(count_bits(scanner.line_feeds()));
    if (first > 0) {
      fields_ -= first;
      std::copy_n(&bounds_[first], fields_ + 1, bounds_.data());
    }
  }

  /// Eight at a time whether there are so many or not: a loop that ends with the bits is mispredicted.
  void note(std::size_t offset, std::uint64_t ends) {
    if (bounds_.size() < fields_ + 1 + kMaskBytes) bounds_.resize(2 * bounds_.size() + kMaskBytes);
    const std::size_t count = count_bits(ends);
    for (std::size_t done = 0; done < count; done += 8) {
      std::size_t* const to = &bounds_[fields_ + 1 + done];
      for (std::size_t i = 0; i < 8; ++i) {
        constexpr std::uint64_t kNeverZero = std::uint64_t{1} << 63U;
        to[i] = offset + static_cast<std::size_t>(std::countr_zero(ends | kNeverZero));
        ends &= ends - 1;
      }
    }
    fields_ += count;
  }

  /// The current record has `count` fields that end at bounds[1 ... count], and the next begins at `next`.
  void finish_record(const std::size_t* bounds, std::size_t count, std::size_t next) {
    if (next - record_ > kMaxRecordBytes) throw_fault();
    std::size_t end = bounds[count];
    if (end > record_ && bytes_[end - 1] == '\r') --end;
    if (end > record_) {
      if (count == selection_.column_count) {
        add_row(bounds, end);
      } else if (selection_.bad_rows == BadRows::kSkip) {
        ++block_.skipped;
      } else {
        throw_error(fmt::format("a record of {} field{}, the header has {}", count, count == 1 ? "" : "s",
                                selection_.column_count),
                    "repair the record, or leave such records out with --bad-rows skip", record_);
      }
    }
    record_ = next;
  }

  void add_row(const std::size_t* bounds, std::size_t end) {
    const auto row = static_cast<std::size_t>(block_.rows);
    if (row == block_.offsets.size()) make_room(end);
    double* value = block_.values.data() + row * columns_.size();
    for (std::size_t feature = 0; feature < columns_.size(); ++feature) {
      const std::size_t column = columns_[feature];
      const std::size_t field_end = column + 1 == selection_.column_count ? end : bounds[column + 1];
      value[feature] = read(feature, bounds[column] + 1, field_end);
    }
    block_.offsets[row] = start_.offset + record_;
    block_.lines[row] = record_line_;
    if (selection_.hash_records) {
      const XXH128_hash_t hash = XXH3_128bits(bytes_.data() + record_, end - record_);
      block_.record_hashes[2 * row] = hash.low64;
      block_.record_hashes[2 * row + 1] = hash.high64;
    }
    ++block_.rows;
  }

  [[nodiscard]] double read(std::size_t feature, std::size_t begin, std::size_t end) const {
    const char* const text = bytes_.data();
    const double value = end >= 8 ? reader_.read_field(text + begin, text + end)
                                  : reader_.read_field({text + begin, end - begin});
    if (std::isnan(value) && selection_.non_numeric == NonNumeric::kError &&
        cell_kind(value) == CellKind::kNotNumeric) {
      throw_error(fmt::format("'{}' is no number, in column {}", shown({text + begin, end - begin}),
                              selection_.features[feature]),
                  "choose other features, name the words for a missing value with --na, or repair the cell",
                  begin);
    }
    return value;
  }

  /// Room for as many rows as the rest has if it goes on like this.
  void make_room(std::size_t end) {
    const auto rows = static_cast<std::size_t>(block_.rows) + 1;
    const double bytes_per_row = static_cast<double>(end) / static_cast<double>(rows);
    const auto expected = static_cast<std::size_t>(static_cast<double>(bytes_.size()) / bytes_per_row);
    resize(std::max({std::min(expected + expected / 16, 4 * rows), 2 * rows, std::size_t{64}}));
  }

  void resize(std::size_t rows) {
    block_.values.resize(rows * columns_.size());
    block_.offsets.resize(rows);
    block_.lines.resize(rows);
    if (selection_.hash_records) block_.record_hashes.resize(2 * rows);
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
  std::span<const std::size_t> columns_;
  std::size_t record_ = 0;    ///< where the current record begins
  std::int64_t record_line_;  ///< and on which line
  std::int64_t line_;         ///< at the end of what was scanned
  /// bounds_[0] is the byte before the current record (of which there may be none: then it wraps around), and
  /// bounds_[1 ... fields_] are where its fields end, as far as scanned.
  std::vector<std::size_t> bounds_;
  std::size_t fields_ = 0;
};

}  // namespace

CsvBlock parse_csv_block(std::span<const char> bytes, CsvPosition start, CsvDialect dialect,
                         const CsvSelection& selection, const std::string& path) {
  return BlockParser(bytes, start, dialect, selection, path).parse();
}

}  // namespace chorus::catalogue
