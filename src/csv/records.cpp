#include "chorus/csv/records.hpp"

#include "chorus/csv/cell_reader.hpp"

namespace chorus::csv {

std::vector<ByteSpan> sound_parts(std::size_t size, std::span<const ByteSpan> rejected) {
  std::vector<ByteSpan> parts;
  std::uint64_t begin = 0;
  for (const ByteSpan& line : rejected) {
    if (line.begin > begin) parts.push_back({begin, line.begin});
    begin = line.end;
  }
  if (begin < size) parts.push_back({begin, size});
  return parts;
}

CsvRecordReader::CsvRecordReader(std::span<const char> bytes, CsvDialect dialect, CountFields count_fields,
                                 std::span<const ByteSpan> rejected)
    : bytes_(bytes),
      dialect_(dialect),
      rejected_(rejected),
      part_end_(rejected.empty() ? bytes.size() : rejected.front().begin),
      scanner_(bytes.first(part_end_), dialect),
      count_fields_(count_fields) {}

CsvRecord CsvRecordReader::next_rejected() {
  CsvRecord record;
  record.rejected = true;
  std::size_t end = rejected_.front().end;
  const std::size_t next_begin = end;
  if (bytes_[end - 1] == '\n') --end;
  if (end < next_begin && end > begin_ && bytes_[end - 1] == '\r') --end;
  record.text = std::string_view(bytes_.data() + begin_, end - begin_);
  record.line_end = std::string_view(bytes_.data() + end, next_begin - end);
  rejected_ = rejected_.subspan(1);
  begin_ = next_begin;
  part_begin_ = begin_;
  part_end_ = rejected_.empty() ? bytes_.size() : rejected_.front().begin;
  scanner_ = CsvScanner(bytes_.subspan(part_begin_, part_end_ - part_begin_), dialect_);
  record_ends_ = 0;
  unread_ = 0;
  return record;
}

std::optional<CsvRecord> CsvRecordReader::next() {
  if (begin_ == part_end_ && !rejected_.empty()) return next_rejected();
  if (begin_ == bytes_.size()) return std::nullopt;
  std::size_t fields = 1;
  while (record_ends_ == 0) {
    if (count_fields_ == CountFields::kYes) {
      fields += static_cast<std::size_t>(std::popcount(scanner_.field_ends() & unread_));
    }
    if (!scanner_.next()) break;
    record_ends_ = scanner_.record_ends();
    unread_ = ~std::uint64_t{0};
  }
  CsvRecord record;
  std::size_t end = part_end_;  // of the text, without its line end
  std::size_t next_begin = end;
  if (record_ends_ != 0) {
    const std::uint64_t lowest = record_ends_ & -record_ends_;
    end = part_begin_ + scanner_.offset() + static_cast<std::size_t>(std::countr_zero(lowest));
    next_begin = end + 1;
    if (count_fields_ == CountFields::kYes) {
      fields += static_cast<std::size_t>(std::popcount(scanner_.field_ends() & unread_ & (lowest - 1)));
    }
    record_ends_ ^= lowest;
    unread_ = ~(lowest | (lowest - 1));
    if (end > begin_ && bytes_[end - 1] == '\r') --end;
  }
  record.text = std::string_view(bytes_.data() + begin_, end - begin_);
  record.line_end = std::string_view(bytes_.data() + end, next_begin - end);
  record.fields = record.blank() ? 0 : fields;
  begin_ = next_begin;
  return record;
}

std::vector<std::string> split_csv_record(std::string_view record, CsvDialect dialect) {
  std::vector<std::string> fields;
  CsvScanner scanner(record, dialect);
  std::size_t begin = 0;
  while (scanner.next()) {
    for (std::uint64_t ends = scanner.field_ends(); ends != 0; ends &= ends - 1) {
      const std::size_t end = scanner.offset() + static_cast<std::size_t>(std::countr_zero(ends));
      fields.push_back(unquote_field(record.substr(begin, end - begin)));
      begin = end + 1;
    }
  }
  fields.push_back(unquote_field(record.substr(begin)));
  return fields;
}

std::string csv_field_at(std::string_view record, CsvDialect dialect, std::size_t column) {
  CsvScanner scanner(record, dialect);
  std::size_t begin = 0;
  while (scanner.next()) {
    for (std::uint64_t ends = scanner.field_ends(); ends != 0; ends &= ends - 1) {
      const std::size_t end = scanner.offset() + static_cast<std::size_t>(std::countr_zero(ends));
      if (column == 0) return unquote_field(record.substr(begin, end - begin));
      --column;
      begin = end + 1;
    }
  }
  return column == 0 ? unquote_field(record.substr(begin)) : std::string();
}

}  // namespace chorus::csv
