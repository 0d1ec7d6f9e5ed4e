#include "chorus/catalogue/ingest.hpp"
#include "chorus/core/edit_distance.hpp"
#include "chorus/core/error.hpp"
#include "chorus/core/shell_word.hpp"
#include "chorus/core/shown_text.hpp"

#include <algorithm>

namespace chorus::catalogue {
namespace {

/// A name in a message, not too long; quotes around nothing.
std::string shown(const std::string& name) {
  constexpr std::size_t kLongest = 60;
  return name.empty() ? "\"\"" : shortened(name, kLongest);
}

/// The names, shortened where a header has very many.
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 40;
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) {
    if (i > 0) text += ", ";
    text += shown(names[i]);
  }
  if (names.size() > kShown) text += " and " + std::to_string(names.size() - kShown) + " more";
  return text;
}

std::string column_name(const std::string& feature, const IngestOptions& options) {
  const auto renamed = options.columns.find(feature);
  return renamed == options.columns.end() ? feature : renamed->second;
}

std::size_t find_column(const std::vector<std::string>& names, const std::string& feature,
                        const IngestOptions& options, const std::string& path) {
  const std::string wanted = column_name(feature, options);
  const std::string meaning = wanted == feature ? "" : " for feature " + feature;
  const auto matches = [&](const std::string& name) { return same_name(name, wanted); };
  const auto found = std::ranges::find_if(names, matches);
  if (found == names.end()) {
    const std::string nearest = nearest_name(wanted, names);
    throw Error(Exit::kInput, describe("no column is called " + shown(wanted) + meaning,
                                       path + ", which has " + listed(names),
                                       "if " + shown(nearest) + " is meant, use --column " +
                                           shell_quoted(feature + "=" + nearest)));
  }
  if (std::any_of(found + 1, names.end(), matches)) {
    throw Error(Exit::kInput, describe("more than one column is called " + wanted + meaning, path,
                                       "rename all but one, or choose another with --column"));
  }
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

std::vector<std::size_t> find_columns(const std::vector<std::string>& names, const IngestOptions& options,
                                      const std::string& path) {
  if (options.features.empty()) {
    throw Error(Exit::kInput, describe("no feature is chosen", path, "name some with --features"));
  }
  for (const auto& [feature, column] : options.columns) {
    if (std::ranges::find(options.features, feature) == options.features.end()) {
      throw Error(Exit::kInput, describe("--column names " + feature + ", which is no feature in use", path,
                                         "the features are " + listed(options.features)));
    }
  }
  std::vector<std::size_t> columns;
  for (const std::string& feature : options.features) {
    const std::size_t column = find_column(names, feature, options, path);
    if (const auto earlier = std::ranges::find(columns, column); earlier != columns.end()) {
      throw Error(
          Exit::kInput,
          describe("the features " + options.features[static_cast<std::size_t>(earlier - columns.begin())] +
                       " and " + feature + " are the same column, " + shown(names[column]),
                   path, "choose different columns"));
    }
    columns.push_back(column);
  }
  return columns;
}

std::optional<csv::LineRule> skipping_rule(const CatalogueInfo& info) {
  if (info.source.skipped == 0) return std::nullopt;
  IngestOptions options;
  options.features = info.source.columns;
  const std::vector<std::string>& names = info.source.header.names;
  return csv::LineRule{names.size(), find_columns(names, options, info.source.path.string()),
                       info.source.missing_words};
}

}  // namespace chorus::catalogue
