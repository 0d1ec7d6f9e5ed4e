// Reads the cells of a table: what parse_cell does, prepared for millions of cells.
#pragma once

#include "chorus/csv/block.hpp"
#include "chorus/csv/short_decimal.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace chorus::csv {

class CellReader {
 public:
  /// `missing_words` must outlive the reader.
  explicit CellReader(std::span<const std::string> missing_words);

  /// Whether a cell that begins so may be one of the words.
  [[nodiscard]] bool may_be_word(char first) const { return begins_word_[static_cast<unsigned char>(first)]; }
  /// As parse_cell.
  [[nodiscard]] double read(std::string_view text) const;
  /// The same for a field as it stands in a block, perhaps in quotes.
  /// @pre the eight bytes before the field's end may be read
  [[nodiscard]] double read_field(const char* begin, const char* end) const {
    if (begin != end && !may_be_word(*begin)) {
      if (const std::optional<double> number = parse_short_decimal(begin, end)) return *number;
    }
    return read_field({begin, static_cast<std::size_t>(end - begin)});
  }
  [[nodiscard]] double read_field(std::string_view field) const;

 private:
  std::span<const std::string> missing_words_;
  std::array<bool, 256> begins_word_{};  ///< for a cell's first byte: it may be a missing-value word
};

/// The text of a field as it stands in a record: quotes around it taken off, doubled ones undone.
[[nodiscard]] std::string unquote_field(std::string_view field);

}  // namespace chorus::csv
