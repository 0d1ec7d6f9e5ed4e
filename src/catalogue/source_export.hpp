// Streams the source CSV through, byte for byte, and appends each row's cells. Local, on rank 0.
#pragma once

#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/core/error.hpp"
#include "chorus/csv/records.hpp"
#include "label_window.hpp"
#include "labelled_sink.hpp"
#include "source_blocks.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace chorus::catalogue {

class SourceExport {
 public:
  /// Opens the source and gives the header with `names` appended to `to`. Throws Error: kIo, and kInput if
  /// the source's size is not what the catalogue says.
  SourceExport(const CatalogueInfo& info, const std::filesystem::path& source, const LabelledTarget& to,
               std::span<const std::string> names);

  /// Writes the rows of the window, and what stands between them. Windows follow each other without gap.
  /// Throws Error: kIo, and kInput if the source is not the file that was ingested.
  void add(const LabelWindow& window);

  /// Copies what follows the last row, checks the source's hash, and finishes the sink. Throws as add().
  /// Returns the bytes given to it.
  std::uint64_t finish(const ExportOptions& options);

 private:
  void copy_header(std::span<const std::string> names);
  std::optional<csv::CsvRecord> next_record();
  [[nodiscard]] bool is_row(const csv::CsvRecord& record) const;
  void put(const csv::CsvRecord& record, Label label, std::span<const double> scores);
  void flush();
  [[nodiscard]] Error not_the_source(const std::string& difference) const;

  const CatalogueInfo& info_;
  std::filesystem::path source_;
  char delimiter_;
  std::vector<double> no_scores_;
  SourceBlocks blocks_;
  LabelledSink sink_;
  SourceBlock block_;
  std::optional<csv::CsvRecordReader> records_;
  std::string out_;
};

}  // namespace chorus::catalogue
