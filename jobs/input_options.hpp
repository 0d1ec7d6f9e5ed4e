// Options on how a song file is read and cleaned, shared by the subcommands that read one.
#pragma once

#include "chorus/catalogue/ingest.hpp"
#include "chorus/features/cleaning.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chorus::jobs {

struct InputOptions {
  std::string input;
  std::vector<std::string> features;  ///< empty: the ten audio features
  std::vector<std::string> columns;   ///< feature=column
  std::string delimiter = "auto";
  std::vector<std::string> na = csv::CsvSelection{}.missing_words;
  std::string bad_rows = "error";
  std::string non_numeric = "error";
  std::string missing = "drop";
  std::vector<std::string> min, max;  ///< feature=value
  std::size_t keep_rows = 24;         ///< MiB of a rank

  /// What ingest needs. Throws Error(kInput).
  [[nodiscard]] catalogue::IngestOptions ingest() const;
  [[nodiscard]] std::vector<std::string> feature_names() const;
  [[nodiscard]] features::CleaningRules rules(const std::vector<std::string>& names) const;
};

/// Which options of the group "Missing values" a subcommand has.
enum class Cleaning : std::uint8_t {
  kNo,
  kBounds,  ///< --min and --max
  kYes,     ///< also --missing
};

/// Adds the options in the group "Input", and those that `cleaning` names. Defaults are those of `options`.
void add_input_options(CLI::App& command, InputOptions& options, Cleaning cleaning);

}  // namespace chorus::jobs
