#include "chorus/catalogue/rejected_records.hpp"

#include "appended_cells.hpp"
#include "chorus/core/error.hpp"
#include "chorus/csv/fault.hpp"
#include "chorus/csv/records.hpp"
#include "chorus/files/staged_file.hpp"
#include "source_blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace chorus::catalogue {
namespace {

constexpr std::size_t kRejectedFlush = std::size_t{1} << 20U;

struct Complaint {
  std::size_t column = 1;
  std::string reason;
};

/// @param line with its line end
Complaint about_line(std::string_view line, csv::CsvDialect dialect) {
  const csv::CsvRecordCheck check = csv::check_csv_record(line, dialect, line.size() + 1);
  return {check.at + 1, std::string(csv::fault_reason(check.fault))};
}

Complaint about_fields(std::size_t fields, std::size_t wanted) {
  return {1,
          fmt::format("a record of {} field{}, the header has {}", fields, fields == 1 ? "" : "s", wanted)};
}

}  // namespace

std::int64_t write_rejected_records(const CatalogueInfo& info, const std::filesystem::path& source,
                                    const std::filesystem::path& to,
                                    const std::function<void()>& after_block) {
  SourceRange range;
  range.dialect = info.source.header.dialect;
  range.start = info.source.header.first_record;
  range.hash = true;
  range.skip = skipping_rule(info);
  SourceBlocks blocks(source, range);
  files::StagedFile file(to);
  std::string out = "line,column,reason,record\n";
  std::int64_t written = 0;
  const std::size_t wanted = info.source.header.names.size();
  while (auto block = blocks.next()) {
    std::int64_t line = block->start.line;
    csv::CsvRecordReader records(block->bytes(), range.dialect, csv::CountFields::kYes, block->rejected);
    while (const auto record = records.next()) {
      const std::string_view whole(record->text.data(), record->text.size() + record->line_end.size());
      if (record->rejected || (!record->blank() && record->fields != wanted)) {
        const Complaint complaint =
            record->rejected ? about_line(whole, range.dialect) : about_fields(record->fields, wanted);
        out += fmt::format("{},{},{},{}\n", line, complaint.column, quoted_name(complaint.reason, ','),
                           quoted_name(record->text, ','));
        ++written;
      }
      line += std::ranges::count(whole, '\n');
      if (out.size() > kRejectedFlush) {
        file.append(out);
        out.clear();
      }
    }
    blocks.recycle(std::move(*block));
    if (after_block) after_block();
  }
  if (blocks.file_size() != info.source.size || blocks.hash() != info.source.hash ||
      written != info.source.skipped) {
    throw Error(Exit::kInput,
                describe("this is not the file that the catalogue was made from", source.string(),
                         "give the right file with --source, or ingest again"));
  }
  file.append(out);
  file.commit(files::Durability::kDurable);
  return written;
}

}  // namespace chorus::catalogue
