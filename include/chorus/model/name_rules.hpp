// The rules by which clusters get their names: one table, in src/model/name_rules.cpp.
#pragma once

#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace chorus::model {

/// What a rule asks of one feature: z (deviation of the cluster's mean from the catalogue's, in standard
/// deviations) and the cluster's mean each in a closed range. A range on the mean is for features that run
/// from 0 to 1; where the catalogue has them in percent, the mean is divided by 100 first.
struct NameCondition {
  static constexpr double kAny = std::numeric_limits<double>::infinity();
  std::string_view feature;
  double z_from = -kAny;
  double z_to = kAny;
  double mean_from = -kAny;
  double mean_to = kAny;
  [[nodiscard]] bool asks_mean() const { return mean_from > -kAny || mean_to < kAny; }
};

/// A name holds if all its conditions do; a feature that the catalogue lacks fulfils none.
struct NameRule {
  std::string_view name;
  std::string_view use_case;
  std::vector<NameCondition> conditions;
};

/// The table, the first that holds first.
[[nodiscard]] std::span<const NameRule> name_rules();

/// Below this |z| a feature does not set a cluster apart.
inline constexpr double kNeutralZ = 0.35;

/// How two clusters of one name differ in a feature.
struct Contrast {
  std::string_view feature;
  std::string_view more;  ///< e.g. "faster"
  std::string_view less;
};
[[nodiscard]] std::span<const Contrast> contrasts();

}  // namespace chorus::model
