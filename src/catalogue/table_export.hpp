// The labelled CSV of a catalogue whose source is not at hand: row number (from 0), features, label, scores.
// Local, on rank 0.
#pragma once

#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/files/staged_file.hpp"
#include "label_window.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace chorus::catalogue {

class TableExport {
 public:
  /// Creates the temporary file and writes the header. Throws Error(kIo).
  TableExport(const Catalogue& catalogue, const std::filesystem::path& to,
              std::span<const std::string> names);
  /// Writes the rows of the window. Throws Error(kIo).
  void add(const LabelWindow& window);
  /// Gives the file its name; returns the bytes written. Throws Error(kIo).
  std::uint64_t finish(Durability durability);

 private:
  void flush();

  const Catalogue& catalogue_;
  files::StagedFile staged_;
  std::vector<double> values_;
  std::string out_ = "row";
  std::uint64_t written_ = 0;
};

}  // namespace chorus::catalogue
