#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/core/error.hpp"
#include "chorus/csv/records.hpp"
#include "source_blocks.hpp"

#include <algorithm>
#include <cassert>
#include <system_error>

namespace chorus::catalogue {
namespace {

Error not_the_source(const std::filesystem::path& source) {
  return {Exit::kInput, describe("this is not the file that the catalogue was made from", source.string(),
                                 "give the right file with --source, or ingest again")};
}

/// The part of the source that holds a row block.
SourceRange range_of(const CatalogueInfo& info, std::size_t block) {
  SourceRange range;
  range.dialect = info.source.header.dialect;
  range.start = {info.block_offsets[block], info.block_lines[block]};
  range.end = block + 1 < info.block_offsets.size() ? info.block_offsets[block + 1] : info.source.size;
  range.skip = skipping_rule(info);
  return range;
}

/// Walks over the rows of a row block: calls visit(row, record, line) until it returns false. Throws
/// Error(kInput) if the block ends before that.
template <class Visit>
void walk_block(const CatalogueInfo& info, const std::filesystem::path& source, std::size_t block,
                Visit visit) {
  const SourceRange range = range_of(info, block);
  if (range.start.offset >= *range.end || *range.end > info.source.size) throw not_the_source(source);
  SourceBlocks blocks(source, range);
  if (blocks.file_size() != info.source.size) throw not_the_source(source);
  auto row = static_cast<RowIndex>(block) * kRowBlock;
  const std::size_t columns = info.source.header.names.size();
  while (auto part = blocks.next()) {
    csv::CsvRecordReader records(part->bytes(), range.dialect,
                                 info.source.skipped > 0 ? csv::CountFields::kYes : csv::CountFields::kNo,
                                 part->rejected);
    std::int64_t line = part->start.line;
    while (const auto record = records.next()) {
      const std::int64_t here = line;
      line += std::ranges::count(record->text, '\n') + std::ranges::count(record->line_end, '\n');
      if (record->blank() || record->rejected || (info.source.skipped > 0 && record->fields != columns))
        continue;
      if (!visit(row++, *record, here)) return;
    }
    blocks.recycle(std::move(*part));
  }
  throw not_the_source(source);
}

/// Appends the texts of `rows`, all in row block `block` and ascending.
void fetch_block(const CatalogueInfo& info, const std::filesystem::path& source, std::size_t block,
                 std::span<const RowIndex> rows, std::vector<std::string>& texts) {
  walk_block(info, source, block, [&](RowIndex row, const csv::CsvRecord& record, std::int64_t) {
    while (!rows.empty() && rows.front() == row) {
      texts.emplace_back(record.text);
      rows = rows.subspan(1);
    }
    return !rows.empty();
  });
}

bool at_hand(const CatalogueInfo& info, const std::filesystem::path& source) {
  std::error_code ignored;
  return info.source.kind == "csv" && !info.block_offsets.empty() && std::filesystem::exists(source, ignored);
}

}  // namespace

std::vector<std::string> fetch_records(const CatalogueInfo& info, const std::filesystem::path& source,
                                       std::span<const RowIndex> rows) {
  assert(std::ranges::is_sorted(rows));
  if (!at_hand(info, source)) return std::vector<std::string>(rows.size());
  std::vector<std::string> texts;
  texts.reserve(rows.size());
  while (!rows.empty()) {
    const RowIndex block = rows.front() / kRowBlock;
    const auto next = std::ranges::find_if(rows, [&](RowIndex row) { return row / kRowBlock != block; });
    const auto count = static_cast<std::size_t>(next - rows.begin());
    fetch_block(info, source, static_cast<std::size_t>(block), rows.first(count), texts);
    rows = rows.subspan(count);
  }
  return texts;
}

std::optional<std::int64_t> line_of_row(const CatalogueInfo& info, const std::filesystem::path& source,
                                        RowIndex row) {
  if (!at_hand(info, source)) return std::nullopt;
  std::int64_t found = 0;
  walk_block(info, source, static_cast<std::size_t>(row / kRowBlock),
             [&](RowIndex at, const csv::CsvRecord&, std::int64_t line) {
               found = line;
               return at != row;
             });
  return found;
}

}  // namespace chorus::catalogue
