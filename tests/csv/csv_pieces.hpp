// Reading CSV bytes the way ingest does, in pieces of any size, for the laws that compare it with one piece.
#pragma once

#include "chorus/csv/block.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace chorus::csv::csv_test {

/// What a reading came to: everything in the block, and the error's message if there was one.
struct ReadOutcome {
  CsvBlock block;
  std::string error;  ///< empty if there was none; the block then holds all rows
};

/// Parses `text` at once.
[[nodiscard]] ReadOutcome read_at_once(std::string_view text, CsvPosition start, CsvDialect dialect,
                                       const CsvSelection& selection);

/// Cuts `text`, which arrives in pieces of the sizes that `next_size` gives (at least 1), and parses what is
/// cut, piece by piece.
[[nodiscard]] ReadOutcome read_in_pieces(std::string_view text, CsvPosition start, CsvDialect dialect,
                                         const CsvSelection& selection,
                                         const std::function<std::size_t()>& next_size);

/// Equal in every bit; NaN cells compare by their bits.
[[nodiscard]] bool same_rows(const CsvBlock& a, const CsvBlock& b);

}  // namespace chorus::csv::csv_test
