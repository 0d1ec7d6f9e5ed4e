// The labelled CSV of a catalogue whose source is not at hand: row number (from 0), features, label, scores.
// Local, on rank 0.
#pragma once

#include "chorus/catalogue/labelled_export.hpp"
#include "label_window.hpp"
#include "labelled_sink.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace chorus::catalogue {

class TableExport {
 public:
  /// Begins with the header. Throws as LabelledSink, as do the other members.
  TableExport(const Catalogue& catalogue, const LabelledTarget& to, std::span<const std::string> names);
  /// Gives the rows of the window to the sink.
  void add(const LabelWindow& window);
  /// Finishes the sink; returns the bytes given to it.
  std::uint64_t finish(const ExportOptions& options);

 private:
  void flush();

  const Catalogue& catalogue_;
  LabelledSink sink_;
  std::vector<double> values_;
  std::string out_ = "row";
};

}  // namespace chorus::catalogue
