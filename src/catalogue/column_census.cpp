#include "chorus/catalogue/column_census.hpp"

#include "chorus/core/cell.hpp"
#include "chorus/csv/scanner.hpp"

#include <xxhash.h>

#include <algorithm>
#include <string>

namespace chorus::catalogue {
namespace {

enum Kind : std::size_t { kEmptyCell, kWordCell, kIntegerCell, kFractionCell, kNotFiniteCell, kTextCell };

/// The text of a number or of nothing, without blanks and quotes around it.
std::string_view unquoted(std::string_view field) {
  const auto first = std::min(field.find_first_not_of("\" \t"), field.size());
  return field.substr(first, field.find_last_not_of("\" \t") + 1 - first);
}

/// Whether the text of a number, as it stands in a field, is that of an integer.
bool is_integer(std::string_view field) {
  std::string_view digits = unquoted(field);
  if (digits.front() == '-' || digits.front() == '+') digits.remove_prefix(1);
  return std::ranges::all_of(digits, [](char c) { return '0' <= c && c <= '9'; });
}

Hash128 hash_text(std::string_view field) {
  std::string plain;
  if (field.starts_with('"')) field = plain = csv::unquote_field(field);
  const XXH128_hash_t hash = XXH3_128bits(field.data(), field.size());
  return {hash.high64, hash.low64};
}

}  // namespace

std::string_view type_name(ColumnType type) {
  switch (type) {
    case ColumnType::kEmpty:
      return "empty";
    case ColumnType::kInteger:
      return "integer";
    case ColumnType::kNumber:
      return "number";
    case ColumnType::kText:
      return "text";
  }
  return "";
}

ColumnType ColumnCells::type() const {
  if (text > 0) return ColumnType::kText;
  if (fraction + not_finite > 0) return ColumnType::kNumber;
  return integer > 0 ? ColumnType::kInteger : ColumnType::kEmpty;
}

ColumnCensus::ColumnCensus(csv::CsvDialect dialect, std::size_t columns,
                           std::span<const std::string> missing_words, std::optional<std::size_t> id)
    : dialect_(dialect),
      columns_(columns),
      reader_(missing_words),
      counts_(columns),
      ends_(columns),
      id_(id) {}

void ColumnCensus::count(std::span<const char> bytes) {
  csv::CsvScanner scanner(bytes, dialect_);
  std::size_t begin = 0;   // of the current record
  std::size_t fields = 0;  // of it, so far
  const auto end_field = [&](std::size_t end) {
    if (fields < columns_) ends_[fields] = end;
    ++fields;
  };
  while (scanner.next()) {
    for (std::uint64_t ends = scanner.field_ends(); ends != 0; ends &= ends - 1) {
      const std::size_t end = scanner.offset() + static_cast<std::size_t>(std::countr_zero(ends));
      end_field(end);
      if ((scanner.record_ends() & ends & -ends) == 0) continue;
      count_record(bytes, begin, fields);
      begin = end + 1;
      fields = 0;
    }
  }
  if (begin == bytes.size()) return;
  end_field(bytes.size());  // the file's last record has no line end
  count_record(bytes, begin, fields);
}

void ColumnCensus::count_record(std::span<const char> bytes, std::size_t begin, std::size_t fields) {
  if (fields != columns_) return;
  std::size_t& last = ends_[fields - 1];
  if (last > begin && bytes[last - 1] == '\r') --last;
  if (last == begin) return;  // a blank line
  for (std::size_t column = 0; column < columns_; ++column) {
    const std::size_t end = ends_[column];
    count_cell(column, {bytes.data() + begin, end - begin}, end >= 8);
    begin = end + 1;
  }
}

void ColumnCensus::count_cell(std::size_t column, std::string_view field, bool eight_bytes_before) {
  const double value = eight_bytes_before ? reader_.read_field(field.data(), field.data() + field.size())
                                          : reader_.read_field(field);
  Kind kind = kTextCell;
  switch (cell_kind(value)) {
    case CellKind::kNumber:
      kind = is_integer(field) ? kIntegerCell : kFractionCell;
      break;
    case CellKind::kMissing:
      kind = unquoted(field).empty() ? kEmptyCell : kWordCell;
      break;
    case CellKind::kNotFinite:
      kind = kNotFiniteCell;
      break;
    case CellKind::kNotNumeric:
      break;
  }
  ++counts_[column][kind];
  if (column == id_ && kind != kEmptyCell && kind != kWordCell) id_hashes_.push_back(hash_text(field));
}

std::vector<ColumnCells> ColumnCensus::mine() const {
  std::vector<ColumnCells> columns;
  for (const auto& counts : counts_) {
    columns.push_back({counts[kEmptyCell], counts[kWordCell], counts[kIntegerCell], counts[kFractionCell],
                       counts[kNotFiniteCell], counts[kTextCell]});
  }
  return columns;
}

std::vector<ColumnCells> ColumnCensus::add_up(const comm::Communicator& comm) const {
  ColumnCensus all = *this;
  std::vector<std::int64_t> flat;
  for (const auto& counts : counts_) flat.insert(flat.end(), counts.begin(), counts.end());
  comm.sum(std::span<std::int64_t>(flat));
  auto total = flat.cbegin();
  for (auto& counts : all.counts_) {
    for (std::int64_t& count : counts) count = *total++;
  }
  return all.mine();
}

}  // namespace chorus::catalogue
