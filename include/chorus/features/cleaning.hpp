// Which rows are used: missing and implausible values.
#pragma once

#include "chorus/core/types.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::features {

/// What becomes of a row with a missing value.
enum class MissingPolicy : std::uint8_t {
  kDrop,   ///< it is not clustered; it stays in the export with an empty cluster
  kMean,   ///< the feature's mean over the values that are there takes its place, in rows that have at
           ///< least half of their values; others are dropped
  kError,  ///< the run ends
};

/// Why a value is not there. kPresent: it is.
/// kTooFewValues is said of rows alone: under kMean, one without half of its values.
enum class Absence : std::uint8_t {
  kPresent,
  kMissing,
  kNotNumeric,
  kNotFinite,
  kBelowMin,
  kAboveMax,
  kTooFewValues,
};
inline constexpr std::size_t kAbsences = 7;
inline constexpr std::size_t kCellAbsences = 6;  ///< those that are said of cells
/// "missing", "not_numeric", "not_finite", "below_min", "above_max", "too_few_values".
[[nodiscard]] std::string_view absence_name(Absence absence);

/// What counts as there, and what is done otherwise. d = features.
struct CleaningRules {
  MissingPolicy missing = MissingPolicy::kDrop;
  std::vector<double> min;   ///< d: smaller values are implausible and count as not there
  std::vector<double> max;   ///< d: so are larger ones
  std::vector<double> fill;  ///< d: what takes a missing value's place under kMean; set by measure_moments

  /// Rules without bounds. Bounds are by feature name; throws Error(kInput) for a name that is no feature,
  /// and for a minimum above its maximum.
  static CleaningRules make(MissingPolicy missing, const std::vector<std::string>& features,
                            const std::map<std::string, double>& min,
                            const std::map<std::string, double>& max);

  [[nodiscard]] Absence judge(std::size_t feature, double value) const;
  /// The first reason why the row is incomplete, or kPresent. `row` is d values.
  [[nodiscard]] Absence judge_row(std::span<const double> row) const;
  /// Whether the row is used: it is complete, or under kMean has at least half of its values.
  [[nodiscard]] bool uses(std::span<const double> row) const;
  /// Fills the row in place under kMean; returns whether the row is used.
  [[nodiscard]] bool clean(std::span<double> row) const;
};

}  // namespace chorus::features
