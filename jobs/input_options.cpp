#include "input_options.hpp"

#include "chorus/core/error.hpp"
#include "chorus/features/audio_features.hpp"
#include "option_kinds.hpp"

#include <CLI/CLI.hpp>

namespace chorus::jobs {
namespace {

/// "feature=rest" into its halves.
std::pair<std::string, std::string> split_setting(const std::string& text, const char* option) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    throw Error(Exit::kInput,
                describe("'" + text + "' is not of the form feature=value", option,
                         std::string("write for example ") + option +
                             (std::string_view(option) == "--column" ? " duration_ms=song_duration_ms"
                                                                     : " duration_ms=1000")));
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::map<std::string, double> bounds(const std::vector<std::string>& settings, const char* option) {
  std::map<std::string, double> result;
  for (const std::string& setting : settings) {
    const auto [feature, value] = split_setting(setting, option);
    const double bound = csv::parse_cell(value, {});
    if (cell_kind(bound) != CellKind::kNumber) {
      throw Error(Exit::kInput, describe("'" + value + "' is not a number", option, "write feature=number"));
    }
    result[feature] = bound;
  }
  return result;
}

/// The words as --na takes them; an empty cell needs none.
std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!word.empty()) text += (text.empty() ? "" : ",") + word;
  }
  return text;
}

}  // namespace

std::vector<std::string> InputOptions::feature_names() const {
  return features.empty() ? features::audio_features() : features;
}

catalogue::IngestOptions InputOptions::ingest() const {
  catalogue::IngestOptions ingest;
  ingest.features = feature_names();
  for (const std::string& setting : columns) {
    const auto [feature, column] = split_setting(setting, "--column");
    ingest.columns[feature] = column;
  }
  if (delimiter == "tab" || delimiter == "\\t") {
    ingest.delimiter = '\t';
  } else if (delimiter != "auto") {
    if (delimiter.size() != 1 || delimiter == "\"" || delimiter == "\n" || delimiter == "\r") {
      throw Error(Exit::kInput, describe("'" + delimiter + "' cannot separate fields", "--delimiter",
                                         "give one character, or tab, or auto"));
    }
    ingest.delimiter = delimiter.front();
  }
  ingest.missing_words = na;
  ingest.bad_rows = bad_rows == "skip" ? csv::BadRows::kSkip : csv::BadRows::kError;
  ingest.non_numeric = non_numeric == "missing" ? csv::NonNumeric::kMissing : csv::NonNumeric::kError;
  return ingest;
}

features::CleaningRules InputOptions::rules(const std::vector<std::string>& names) const {
  features::MissingPolicy policy = features::MissingPolicy::kDrop;
  if (missing == "mean") policy = features::MissingPolicy::kMean;
  if (missing == "error") policy = features::MissingPolicy::kError;
  return features::CleaningRules::make(policy, names, bounds(min, "--min"), bounds(max, "--max"));
}

void add_input_options(CLI::App& command, InputOptions& options, Cleaning cleaning) {
  command.add_option("input", options.input, "CSV file of songs, or a catalogue (.h5) made by chorus")
      ->required();
  const std::string input = "Input";
  add_words(command, "--features", options.features,
            "Feature columns to use, separated by commas [the ten audio features]")
      ->group(input);
  add_settings(command, "--column", options.columns,
               "feature=COLUMN: the feature's column has another name; repeatable")
      ->group(input);
  command.add_option("--delimiter", options.delimiter, "Field separator: one character, tab, or auto")
      ->capture_default_str()
      ->group(input);
  add_words(command, "--na", options.na,
            "Words that stand for a missing value, separated by commas; an empty cell always does")
      ->group(input)
      ->default_str(joined(options.na));
  command
      .add_option("--bad-rows", options.bad_rows,
                  "Records with bad quotes, too few or many fields: error, or skip (see rejected.csv)")
      ->check(CLI::IsMember({"error", "skip"}))
      ->capture_default_str()
      ->group(input);
  command
      .add_option("--non-numeric", options.non_numeric,
                  "Text in a feature column: error, or missing (counted, then as --missing says)")
      ->check(CLI::IsMember({"error", "missing"}))
      ->capture_default_str()
      ->group(input);
  if (cleaning == Cleaning::kNo) return;
  add_count(command, "--keep-rows", options.keep_rows, Counts{0, std::uint64_t{1} << 24U},
            "Memory of a rank, in MB, for keeping the rows as read; beyond, each pass reads them again")
      ->group(input);
  const std::string values = "Missing values";
  if (cleaning == Cleaning::kYes) {
    command
        .add_option("--missing", options.missing,
                    "Rows that lack a value: drop, fill with the mean, or error")
        ->check(CLI::IsMember({"drop", "mean", "error"}))
        ->capture_default_str()
        ->group(values);
  }
  add_settings(command, "--min", options.min, "feature=VALUE: smaller values count as missing; repeatable")
      ->group(values);
  add_settings(command, "--max", options.max, "feature=VALUE: larger values count as missing; repeatable")
      ->group(values);
}

}  // namespace chorus::jobs
