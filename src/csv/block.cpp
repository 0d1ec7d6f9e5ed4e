// Compiled once for each SIMD target, since scanning is all about counting and finding bits: with
// instructions for that it takes two thirds of the time. The best one is chosen while running.
#include "chorus/csv/block.hpp"

#include "chorus/core/shown_text.hpp"
#include "chorus/csv/cell_reader.hpp"
#include "chorus/csv/fault.hpp"
#include "chorus/csv/lines.hpp"
#include "chorus/csv/scanner.hpp"
#include "chorus/csv/short_decimals.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "csv/block.cpp"
#include <hwy/foreach_target.h>
// foreach_target must come before highway.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace chorus::csv::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// Bytes of a field that an error message shows.
constexpr std::size_t kLongestShown = 40;

/// A place in a block, or the byte before it.
using Bound = std::uint32_t;

/// Cells read at once, if a row has no more: few enough to stay in the cache.
constexpr std::size_t kCells = 512;

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
        bounds_(1 + 2 * kMaskBytes),
        begins_((std::max(columns_.size(), kCells) + kDecimalGroup - 1) / kDecimalGroup * kDecimalGroup),
        lengths_(begins_.size()),
        texts_(begins_.size()),
        numbers_(begins_.size()),
        unread_(begins_.size() / kDecimalGroup) {
    assert(
        std::ranges::all_of(columns_, [&](std::size_t column) { return column < selection.column_count; }));
    assert(bytes.size() < ~Bound{0});
    bounds_[0] = ~Bound{0};
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
      bounds_[++fields_] = static_cast<Bound>(bytes_.size());
      finish_record(bounds_.data(), fields_, bytes_.size(), line_ + 1);
    }
    read_cells();
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
      const std::size_t last = before + static_cast<std::size_t>(std::popcount(field_ends & upto));
      const auto lines = static_cast<std::int64_t>(std::popcount(scanner.line_feeds() & upto));
      finish_record(&bounds_[first], last - first, std::size_t{bounds_[last]} + 1, line_ + lines);
      first = last;
    }
    line_ += static_cast<std::int64_t>(std::popcount(scanner.line_feeds()));
    if (first > 0) {
      fields_ -= first;
      std::copy_n(&bounds_[first], fields_ + 1, bounds_.data());
    }
  }

  /// Adds where field ends are: without a branch, since none that depends on the bits would be foreseen.
  void note(std::size_t offset, std::uint64_t ends) {
    const hn::CappedTag<Bound, 16> tag;
    const std::size_t lanes = hn::Lanes(tag);
    if (bounds_.size() < fields_ + 1 + 2 * kMaskBytes) bounds_.resize(2 * bounds_.size() + 2 * kMaskBytes);
    Bound* to = &bounds_[fields_ + 1];
    HWY_ALIGN static constexpr Bound kFirst[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    auto places = hn::Add(hn::Load(tag, kFirst), hn::Set(tag, static_cast<Bound>(offset)));
    for (std::size_t done = 0; done < kMaskBytes; done += lanes) {
      const std::uint64_t some = ends >> done & (~std::uint64_t{0} >> (kMaskBytes - lanes));
      const auto mask = hn::LoadMaskBits(tag, reinterpret_cast<const std::uint8_t*>(&some));
      hn::StoreU(hn::Compress(places, mask), tag, to);
      to += std::popcount(some);
      places = hn::Add(places, hn::Set(tag, static_cast<Bound>(lanes)));
    }
    fields_ += static_cast<std::size_t>(std::popcount(ends));
  }

  /// The current record has `count` fields that end at bounds[1 ... count], and the next begins at `next`, on
  /// line `next_line`.
  void finish_record(const Bound* bounds, std::size_t count, std::size_t next, std::int64_t next_line) {
    if (next - record_ > kMaxRecordBytes) throw_fault();
    std::size_t end = bounds[count];
    if (end > record_ && bytes_[end - 1] == '\r') --end;
    if (end > record_) {
      if (count == selection_.column_count) {
        add_row(bounds, end);
        if (next_line - record_line_ > 1) note_span(end, next_line - record_line_);
      } else if (selection_.bad_rows == BadRows::kSkip) {
        ++block_.skipped;
      } else {
        read_cells();  // an earlier row's error comes first
        throw_error(fmt::format("a record of {} field{}, the header has {}", count, count == 1 ? "" : "s",
                                selection_.column_count),
                    "repair the record, or leave such records out with --bad-rows skip",
                    {start_.offset + record_, record_line_}, record_);
      }
    }
    record_ = next;
    record_line_ = next_line;
  }

  /// The current record, a row that ends at `end`, spans lines.
  void note_span(std::size_t end, std::int64_t lines) {
    const LineJudge judge(dialect_, {selection_.column_count, selection_.columns, selection_.missing_words});
    const std::string_view record(bytes_.data() + record_, end - record_);
    block_.spans.add(record_line_, lines, judge.takes_in_records(record));
  }

  /// Notes the row's cells; they become numbers many at once (read_cells).
  void add_row(const Bound* bounds, std::size_t end) {
    const auto row = static_cast<std::size_t>(block_.rows);
    if (row == block_.offsets.size()) make_room(end);
    for (const std::size_t column : columns_) {
      const std::size_t field_end = column + 1 == selection_.column_count ? end : bounds[column + 1];
      note_cell(bounds[column] + Bound{1}, field_end);
    }
    block_.offsets[row] = start_.offset + record_;
    block_.lines[row] = record_line_;
    if (selection_.hash_records) {
      const XXH128_hash_t hash = XXH3_128bits(bytes_.data() + record_, end - record_);
      block_.record_hashes[2 * row] = hash.low64;
      block_.record_hashes[2 * row + 1] = hash.high64;
    }
    ++block_.rows;
    if (cells_ + columns_.size() > begins_.size()) read_cells();
  }

  void note_cell(std::size_t begin, std::size_t end) {
    begins_[cells_] = begin;
    lengths_[cells_] = end - begin;
    texts_[cells_] = 0;  // is no number
    if (begin < end && end >= 8 && !reader_.may_be_word(bytes_[begin]))
      std::memcpy(&texts_[cells_], bytes_.data() + end - 8, 8);
    ++cells_;
  }

  /// Turns the cells that were noted into their rows' numbers.
  void read_cells() {
    const std::size_t groups = (cells_ + kDecimalGroup - 1) / kDecimalGroup;
    std::fill(lengths_.begin() + static_cast<std::ptrdiff_t>(cells_),
              lengths_.begin() + static_cast<std::ptrdiff_t>(groups * kDecimalGroup), 0);
    parse_short_decimals(groups * kDecimalGroup, texts_.data(), lengths_.data(), numbers_.data(),
                         unread_.data());
    const std::size_t first = static_cast<std::size_t>(block_.rows) * columns_.size() - cells_;
    std::copy_n(numbers_.data(), cells_, block_.values.data() + first);
    for (std::size_t group = 0; group < groups; ++group) {
      for (std::uint64_t left = unread_[group]; left != 0; left &= left - 1) {
        const std::size_t cell = group * kDecimalGroup + static_cast<std::size_t>(std::countr_zero(left));
        if (cell >= cells_) break;
        block_.values[first + cell] =
            read((first + cell) % columns_.size(), (first + cell) / columns_.size(), cell);
      }
    }
    cells_ = 0;
  }

  /// One cell by itself, which may be any text.
  [[nodiscard]] double read(std::size_t feature, std::size_t row, std::size_t cell) const {
    const std::size_t begin = begins_[cell];
    const std::string_view text(bytes_.data() + begin, lengths_[cell]);
    const double value = begin + text.size() >= 8 ? reader_.read_field(text.data(), text.data() + text.size())
                                                  : reader_.read_field(text);
    if (std::isnan(value) && selection_.non_numeric == NonNumeric::kError &&
        cell_kind(value) == CellKind::kNotNumeric) {
      const CsvPosition position = {block_.offsets[row], block_.lines[row]};
      throw_error(fmt::format("'{}' is no number, in column {}", shortened(text, kLongestShown),
                              selection_.features[feature]),
                  "choose other features, name the words for a missing value with --na, or repair the cell",
                  position, begin);
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

  [[noreturn]] void throw_fault() {
    read_cells();  // an earlier row's error comes first
    const std::span<const char> rest = bytes_.subspan(record_);
    const CsvRecordCheck check = check_csv_record(rest, dialect_);
    throw_csv_fault(check.fault, path_, rest, {start_.offset + record_, record_line_}, check.at);
  }

  /// About the byte `at` of the record at `record`.
  [[noreturn]] void throw_error(const std::string& problem, const std::string& advice, CsvPosition record,
                                std::size_t at) const {
    const auto begin = static_cast<std::size_t>(record.offset - start_.offset);
    throw_csv_error(problem, advice, path_, bytes_.subspan(begin), record, at - begin);
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
  std::vector<Bound> bounds_;
  std::size_t fields_ = 0;
  /// Cells of the last rows, a row's behind one another, that are not numbers yet: where each begins and how
  /// long it is, and its last eight bytes, or 0 where it is not a plain number for sure.
  std::vector<std::size_t> begins_;
  std::vector<std::uint64_t> lengths_;
  std::vector<std::uint64_t> texts_;
  std::size_t cells_ = 0;
  std::vector<double> numbers_;
  std::vector<std::uint64_t> unread_;
};

}  // namespace

void parse_block(std::span<const char> bytes, CsvPosition start, CsvDialect dialect,
                 const CsvSelection& selection, const std::string& path, CsvBlock& block) {
  block = BlockParser(bytes, start, dialect, selection, path).parse();
}

}  // namespace chorus::csv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chorus::csv {

HWY_EXPORT(parse_block);

CsvBlock parse_csv_block(std::span<const char> bytes, CsvPosition start, CsvDialect dialect,
                         const CsvSelection& selection, const std::string& path) {
  CsvBlock block;
  HWY_DYNAMIC_DISPATCH(parse_block)(bytes, start, dialect, selection, path, block);
  return block;
}

void append_csv_block(CsvBlock& block, const CsvBlock& later) {
  block.rows += later.rows;
  block.skipped += later.skipped;
  block.spans.add(later.spans);
  block.values.insert(block.values.end(), later.values.begin(), later.values.end());
  block.offsets.insert(block.offsets.end(), later.offsets.begin(), later.offsets.end());
  block.lines.insert(block.lines.end(), later.lines.begin(), later.lines.end());
  block.record_hashes.insert(block.record_hashes.end(), later.record_hashes.begin(),
                             later.record_hashes.end());
}

}  // namespace chorus::csv
#endif
