#include "chorus/features/cleaning.hpp"

#include "chorus/core/cell.hpp"
#include "chorus/core/error.hpp"

#include <algorithm>
#include <limits>

namespace chorus::features {

std::string_view absence_name(Absence absence) {
  switch (absence) {
    case Absence::kPresent:
      return "present";
    case Absence::kMissing:
      return "missing";
    case Absence::kNotNumeric:
      return "not_numeric";
    case Absence::kNotFinite:
      return "not_finite";
    case Absence::kBelowMin:
      return "below_min";
    case Absence::kAboveMax:
      return "above_max";
    case Absence::kTooFewValues:
      return "too_few_values";
  }
  return "";
}

CleaningRules CleaningRules::make(MissingPolicy missing, const std::vector<std::string>& features,
                                  const std::map<std::string, double>& min,
                                  const std::map<std::string, double>& max) {
  const double infinity = std::numeric_limits<double>::infinity();
  CleaningRules rules;
  rules.missing = missing;
  rules.min.assign(features.size(), -infinity);
  rules.max.assign(features.size(), infinity);
  rules.fill.assign(features.size(), 0.0);
  const auto set = [&](const char* option, const std::map<std::string, double>& bounds,
                       std::vector<double>& into) {
    for (const auto& [name, bound] : bounds) {
      const auto found = std::find(features.begin(), features.end(), name);
      if (found == features.end()) {
        throw Error(Exit::kInput, describe("'" + name + "' is not one of the features", option,
                                           "name one that --features lists"));
      }
      into[static_cast<std::size_t>(found - features.begin())] = bound;
    }
  };
  set("--min", min, rules.min);
  set("--max", max, rules.max);
  for (std::size_t j = 0; j < features.size(); ++j) {
    if (rules.min[j] <= rules.max[j]) continue;
    throw Error(Exit::kInput,
                describe("no value can lie between these bounds", "--min and --max of " + features[j],
                         "give a minimum that is not above the maximum"));
  }
  return rules;
}

Absence CleaningRules::judge(std::size_t feature, double value) const {
  if (value >= min[feature] && value <= max[feature] &&
      std::abs(value) <= std::numeric_limits<double>::max()) {
    return Absence::kPresent;
  }
  switch (cell_kind(value)) {
    case CellKind::kMissing:
      return Absence::kMissing;
    case CellKind::kNotNumeric:
      return Absence::kNotNumeric;
    case CellKind::kNotFinite:
      return Absence::kNotFinite;
    case CellKind::kNumber:
      break;
  }
  return value < min[feature] ? Absence::kBelowMin : Absence::kAboveMax;
}

Absence CleaningRules::judge_row(std::span<const double> row) const {
  for (std::size_t j = 0; j < row.size(); ++j) {
    const Absence absence = judge(j, row[j]);
    if (absence != Absence::kPresent) return absence;
  }
  return Absence::kPresent;
}

bool CleaningRules::uses(std::span<const double> row) const {
  if (missing != MissingPolicy::kMean) return judge_row(row) == Absence::kPresent;
  std::size_t present = 0;
  for (std::size_t j = 0; j < row.size(); ++j) present += judge(j, row[j]) == Absence::kPresent ? 1 : 0;
  return 2 * present >= row.size();
}

bool CleaningRules::clean(std::span<double> row) const {
  if (!uses(row)) return false;
  if (missing != MissingPolicy::kMean) return true;
  for (std::size_t j = 0; j < row.size(); ++j) {
    if (judge(j, row[j]) != Absence::kPresent) row[j] = fill[j];
  }
  return true;
}

}  // namespace chorus::features
