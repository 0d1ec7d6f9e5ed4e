// Streams the source CSV through, byte for byte, and appends each row's cells. Local, on rank 0.
#pragma once

#include "chorus/catalogue/csv_records.hpp"
#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/core/error.hpp"
#include "chorus/files/staged_file.hpp"
#include "label_window.hpp"
#include "source_blocks.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace chorus::catalogue {

class SourceExport {
 public:
  /// Opens the source, creates the temporary file and writes the header with `names` appended. Throws Error:
  /// kIo, and kInput if the source's size is not what the catalogue says.
  SourceExport(const CatalogueInfo& info, const std::filesystem::path& source,
               const std::filesystem::path& to, std::span<const std::string> names);

  /// Writes the rows of the window, and what stands between them. Windows follow each other without gap.
  /// Throws Error: kIo, and kInput if the source is not the file that was ingested.
  void add(const LabelWindow& window);

  /// Copies what follows the last row, checks the source's hash, and gives the file its name. Throws as
  /// add(). Returns the bytes written.
  std::uint64_t finish(Durability durability);

 private:
  void copy_header(std::span<const std::string> names);
  std::optional<CsvRecord> next_record();
  [[nodiscard]] bool is_row(const CsvRecord& record) const;
  void put(const CsvRecord& record, Label label, std::span<const double> scores);
  void flush();
  [[nodiscard]] Error not_the_source(const std::string& difference) const;

  const CatalogueInfo& info_;
  std::filesystem::path source_;
  char delimiter_;
  std::vector<double> no_scores_;
  SourceBlocks blocks_;
  files::StagedFile staged_;
  SourceBlock block_;
  std::optional<CsvRecordReader> records_;
  std::string out_;
  std::uint64_t written_ = 0;
};

}  // namespace chorus::catalogue
