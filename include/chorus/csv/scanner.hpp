// Walks over CSV bytes 64 at a time and tells where fields and records end: the one place that knows what a
// quote means, shared by cutter, parser and record reader.
//
// A quote outside quotes opens a quoted field only at a field's start; any other is a literal. So quotes
// can't be judged by parity alone. Each block first assumes that every quote toggles, which is a prefix xor;
// the assumption fails at the first opening quote that stands elsewhere: that one is a literal, it is taken
// out, and the rest is judged again. A doubled quote closes the field and opens it again.
#pragma once

#include "chorus/csv/masks.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace chorus::csv {

/// What the quotes of 64 bytes mean.
struct CsvQuotes {
  std::uint64_t inside = 0;   ///< bit i: after byte i, a quoted field is open
  std::uint64_t closing = 0;  ///< quotes that close a field
};

/// @param quotes all quotes
/// @param starts bytes at which a field may begin
/// @param in_quotes 1 if a quoted field is open before the bytes, else 0
/// @param closed 1 if the byte before them is a closing quote, else 0
[[gnu::always_inline]] inline CsvQuotes judge_quotes(std::uint64_t quotes, std::uint64_t starts,
                                                     std::uint64_t in_quotes, std::uint64_t closed) {
  const std::uint64_t before = -in_quotes;  // all bits, or none
  for (;;) {
    CsvQuotes judged;
    judged.inside = quotes;
    for (int shift = 1; shift < 64; shift *= 2) judged.inside ^= judged.inside << shift;
    judged.inside ^= before;
    judged.closing = quotes & ~judged.inside;
    const std::uint64_t literal = quotes & judged.inside & ~(starts | judged.closing << 1 | closed);
    if (literal == 0) return judged;
    quotes ^= literal & -literal;
  }
}

class CsvScanner {
 public:
  /// @param bytes begins at the beginning of a record.
  CsvScanner(std::span<const char> bytes, CsvDialect dialect) : bytes_(bytes), dialect_(dialect) {}

  /// Moves to the next 64 bytes (the last block may be shorter). False behind the last.
  [[gnu::always_inline]] bool next() {
    const std::size_t begin = blocks_ * kMaskBytes;
    if (begin >= bytes_.size()) return false;
    if (blocks_ % kBatch == 0) fill();
    offset_ = begin;
    interpret(masks_[blocks_ % kBatch]);
    ++blocks_;
    return true;
  }

  // The current block. Bit i is byte offset() + i.
  [[nodiscard]] std::size_t offset() const { return offset_; }              ///< of its first byte
  [[nodiscard]] std::uint64_t record_ends() const { return record_ends_; }  ///< line feeds outside quotes
  [[nodiscard]] std::uint64_t field_ends() const { return field_ends_; }    ///< and delimiters outside them
  [[nodiscard]] std::uint64_t line_feeds() const { return line_feeds_; }    ///< in and outside quotes
  /// Bytes by which the text is known not to be in the dialect: a NUL, what follows a closing quote, or what
  /// follows a CR outside quotes.
  [[nodiscard]] std::uint64_t faults() const { return faults_; }
  /// Behind the current block, a quoted field is open.
  [[nodiscard]] bool in_quotes() const { return in_quotes_ != 0; }

 private:
  static constexpr std::size_t kBatch = 16;

  void fill() {
    const std::span<const char> rest = bytes_.subspan(blocks_ * kMaskBytes);
    const std::span<const char> batch = rest.first(std::min(rest.size(), kBatch * kMaskBytes));
    find_csv_masks(batch, dialect_, std::span(masks_).first((batch.size() + kMaskBytes - 1) / kMaskBytes));
  }

  [[gnu::always_inline]] void interpret(const CsvMasks& masks) {
    const std::uint64_t ends = masks.delimiter | masks.line_feed;
    const auto [inside, closing] = judge_quotes(masks.quote, ends << 1 | field_start_, in_quotes_, closed_);
    record_ends_ = masks.line_feed & ~inside;
    field_ends_ = ends & ~inside;
    line_feeds_ = masks.line_feed;
    const std::uint64_t returns = masks.carriage_return & ~inside;
    const std::uint64_t valid =
        ~std::uint64_t{0} >> (kMaskBytes - std::min(kMaskBytes, bytes_.size() - offset_));
    faults_ = (masks.nul | ((returns << 1 | returned_) & ~masks.line_feed) |
               ((closing << 1 | closed_) & ~(ends | masks.carriage_return | masks.quote))) &
              valid;
    in_quotes_ = inside >> 63U;
    field_start_ = ends >> 63U;
    closed_ = closing >> 63U;
    returned_ = returns >> 63U;
  }

  std::span<const char> bytes_;
  CsvDialect dialect_;
  std::size_t blocks_ = 0;
  std::size_t offset_ = 0;
  std::uint64_t record_ends_ = 0, field_ends_ = 0, line_feeds_ = 0, faults_ = 0;
  // About the last byte of the block before: 1 or 0.
  std::uint64_t in_quotes_ = 0;    ///< behind it a quoted field is open
  std::uint64_t field_start_ = 1;  ///< it ends a field (or there is none)
  std::uint64_t closed_ = 0;       ///< it is a closing quote
  std::uint64_t returned_ = 0;     ///< it is a CR outside quotes
  std::array<CsvMasks, kBatch> masks_;
};

}  // namespace chorus::csv
