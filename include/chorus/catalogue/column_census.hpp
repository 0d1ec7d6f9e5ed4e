// What the columns of a CSV hold, all of them: how many cells are missing, integers, other numbers, text.
// Beside the parser, which looks into the chosen columns alone, so that an ordinary ingest does not pay.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/hash128.hpp"
#include "chorus/csv/cell_reader.hpp"
#include "chorus/csv/format.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::catalogue {

enum class ColumnType : std::uint8_t {
  kEmpty,    ///< every cell is missing
  kInteger,  ///< what is there are integers
  kNumber,   ///< what is there are numbers, not all of them integers
  kText,     ///< at least one cell is neither missing nor a number
};
/// "empty", "integer", "number", "text".
[[nodiscard]] std::string_view type_name(ColumnType type);

/// The cells of one column by kind; their sum is the number of rows.
struct ColumnCells {
  std::int64_t empty = 0;         ///< nothing, or blanks
  std::int64_t missing_word = 0;  ///< NA, ?, ... (not in a column of names, perhaps; a word is a word)
  std::int64_t integer = 0;       ///< digits alone, after an optional sign
  std::int64_t fraction = 0;      ///< other numbers: with a point or an exponent
  std::int64_t not_finite = 0;    ///< an infinity, or beyond the range of a double
  std::int64_t text = 0;

  [[nodiscard]] ColumnType type() const;
  [[nodiscard]] std::int64_t missing() const { return empty + missing_word; }
  [[nodiscard]] std::int64_t numbers() const { return integer + fraction + not_finite; }
  [[nodiscard]] std::int64_t total() const { return missing() + numbers() + text; }
  friend bool operator==(const ColumnCells&, const ColumnCells&) = default;
};

class ColumnCensus {
 public:
  /// @param columns fields in the header; records with another number are passed over.
  /// @param missing_words must outlive the census.
  /// @param id a column whose texts are hashed
  ColumnCensus(csv::CsvDialect dialect, std::size_t columns, std::span<const std::string> missing_words,
               std::optional<std::size_t> id = std::nullopt);

  /// Counts the cells of whole records. Local.
  /// @pre parse_csv_block took these bytes without an error
  void count(std::span<const char> bytes);

  /// XXH3-128 of the id column's cells counted here that are not missing, as unquoted text, in order. Local.
  [[nodiscard]] std::deque<Hash128>& id_hashes() { return id_hashes_; }

  /// What was counted here, one a column. Local.
  [[nodiscard]] std::vector<ColumnCells> mine() const;
  /// Collective. The totals over all ranks, one a column, on every rank.
  [[nodiscard]] std::vector<ColumnCells> add_up(const comm::Communicator& comm) const;

 private:
  /// The record's fields end at ends_[0 ... fields), the first begins at `begin`.
  void count_record(std::span<const char> bytes, std::size_t begin, std::size_t fields);
  void count_cell(std::size_t column, std::string_view field, bool eight_bytes_before);

  csv::CsvDialect dialect_;
  std::size_t columns_;
  csv::CellReader reader_;
  static constexpr std::size_t kKinds = 6;
  std::vector<std::array<std::int64_t, kKinds>> counts_;  // as ColumnCells lists them
  std::vector<std::size_t> ends_;                         // of the current record's fields
  std::optional<std::size_t> id_;
  std::deque<Hash128> id_hashes_;
};

}  // namespace chorus::catalogue
