#include "source_export.hpp"

#include "appended_cells.hpp"
#include "source_file.hpp"

#include <cassert>
#include <limits>
#include <utility>

namespace chorus::catalogue {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20U;

SourceRange whole_file(const CatalogueInfo& info) {
  SourceRange range;
  range.dialect = info.source.header.dialect;
  range.start = info.source.header.first_record;
  range.block_bytes = kBlockBytes;
  range.hash = true;
  range.skip = skipping_rule(info);
  return range;
}

}  // namespace

SourceExport::SourceExport(const CatalogueInfo& info, const std::filesystem::path& source,
                           const LabelledTarget& to, std::span<const std::string> names)
    : info_(info),
      source_(source),
      delimiter_(info.source.header.dialect.delimiter),
      no_scores_(names.size() - 1, std::numeric_limits<double>::quiet_NaN()),
      blocks_(source, whole_file(info)),
      sink_(to) {
  if (blocks_.file_size() != info.source.size || info.source.header.first_record.offset > info.source.size) {
    throw not_the_source("it has " + std::to_string(blocks_.file_size()) + " bytes instead of " +
                         std::to_string(info.source.size));
  }
  out_.reserve(2 * kBlockBytes);
  copy_header(names);
}

void SourceExport::copy_header(std::span<const std::string> names) {
  const SourceFile file(source_);
  std::string text(info_.source.header.first_record.offset, '\0');
  file.read(0, text);
  const std::size_t line_end = text.ends_with("\r\n") ? 2 : (text.ends_with('\n') ? 1 : 0);
  out_.append(text, 0, text.size() - line_end);
  for (const std::string& name : names) {
    out_.push_back(delimiter_);
    out_.append(quoted_name(name, delimiter_));
  }
  out_.append(text, text.size() - line_end);
}

std::optional<csv::CsvRecord> SourceExport::next_record() {
  while (true) {
    if (records_) {
      if (auto record = records_->next()) return record;
      records_.reset();
      flush();
      blocks_.recycle(std::move(block_));
    }
    auto block = blocks_.next();
    if (!block) return std::nullopt;
    block_ = std::move(*block);
    // Only where ingest left ragged records out must they be told from rows.
    records_.emplace(block_.bytes(), info_.source.header.dialect,
                     info_.source.skipped > 0 ? csv::CountFields::kYes : csv::CountFields::kNo,
                     block_.rejected);
  }
}

bool SourceExport::is_row(const csv::CsvRecord& record) const {
  return !record.blank() && !record.rejected &&
         (info_.source.skipped == 0 || record.fields == info_.source.header.names.size());
}

void SourceExport::put(const csv::CsvRecord& record, Label label, std::span<const double> scores) {
  out_.append(record.text);
  if (!record.blank()) append_cells(out_, delimiter_, label, scores);
  out_.append(record.line_end);
}

void SourceExport::add(const LabelWindow& window) {
  for (RowIndex row = window.range.begin; row < window.range.end;) {
    const auto record = next_record();
    if (!record) throw not_the_source("it has fewer records");
    if (!is_row(*record)) {
      put(*record, kNoLabel, no_scores_);
      continue;
    }
    if (row % kRowBlock == 0) {
      const auto offset =
          block_.start.offset + static_cast<std::uint64_t>(record->text.data() - block_.buffer.data());
      if (offset != info_.block_offsets[static_cast<std::size_t>(row / kRowBlock)]) {
        throw not_the_source("row " + std::to_string(row) + " stands elsewhere");
      }
    }
    put(*record, window.label_of(row), window.scores_of(row));
    ++row;
  }
}

std::uint64_t SourceExport::finish(const ExportOptions& options) {
  while (const auto record = next_record()) {
    if (is_row(*record)) throw not_the_source("it has more records");
    put(*record, kNoLabel, no_scores_);
  }
  flush();
  if (blocks_.hash() != info_.source.hash) throw not_the_source("its hash is another");
  return sink_.finish(options.durability, options.before_it_appears);
}

void SourceExport::flush() {
  sink_.append(out_);
  out_.clear();
}

Error SourceExport::not_the_source(const std::string& difference) const {
  return {Exit::kInput, describe("this is not the file that the catalogue was made from",
                                 source_.string() + ": " + difference,
                                 "give the right file with --source, or ingest again")};
}

}  // namespace chorus::catalogue
