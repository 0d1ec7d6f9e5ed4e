#include "chorus/model/cluster_names.hpp"

#include "distinct_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

namespace chorus::model {

namespace {

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::size_t> index_of(std::string_view feature, const NamedFeatures& in) {
  for (std::size_t j = 0; j < in.features.size(); ++j) {
    if (same_word(feature, in.features[j])) return j;
  }
  return std::nullopt;
}

/// The mean on the scale from 0 to 1 that conditions speak of.
double unit_mean(const ClusterProfile& profile, const NamedFeatures& features, std::size_t j) {
  const bool percent = features.high[j] > 1 && features.high[j] <= 100;
  return percent ? profile.mean[j] / 100 : profile.mean[j];
}

bool holds(const NameCondition& condition, const ClusterProfile& profile, const NamedFeatures& features) {
  const auto j = index_of(condition.feature, features);
  if (!j) return false;
  const double z = profile.z[*j];
  if (!(z >= condition.z_from && z <= condition.z_to)) return false;
  if (!condition.asks_mean()) return true;
  const double mean = unit_mean(profile, features, *j);
  return mean >= condition.mean_from && mean <= condition.mean_to;
}

std::string z_text(const std::string& feature, double z) {
  return fmt::format("{} {:+.1f} sd", feature, z);
}

std::string evidence_of(const NameCondition& condition, const ClusterProfile& profile,
                        const NamedFeatures& features) {
  const std::size_t j = *index_of(condition.feature, features);
  std::string text = z_text(features.features[j], profile.z[j]);
  if (condition.asks_mean()) text += fmt::format(" (mean {:.2f})", unit_mean(profile, features, j));
  return text;
}

/// "duration" for duration_ms, "zero crossings" for zero_crossings.
std::string spoken(std::string feature) {
  if (feature.ends_with("_ms")) feature.resize(feature.size() - 3);
  std::replace(feature.begin(), feature.end(), '_', ' ');
  return feature;
}

/// Features by falling |z|, the first of equals first.
std::vector<std::size_t> by_strength(const std::vector<double>& z) {
  std::vector<std::size_t> order(z.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return std::abs(z[a]) > std::abs(z[b]); });
  return order;
}

ClusterName neutral_name(const ClusterProfile& profile, const NamedFeatures& features) {
  ClusterName made;
  const std::vector<std::size_t> order = by_strength(profile.z);
  for (const std::size_t j : order) {
    if (made.evidence.size() == 2 || std::abs(profile.z[j]) < kNeutralZ) break;
    const bool first = made.name.empty();
    const bool is_high = profile.z[j] > 0;
    made.name += first ? (is_high ? "High " : "Low ") : (is_high ? ", high " : ", low ");
    made.name += spoken(features.features[j]);
    made.evidence.push_back(z_text(features.features[j], profile.z[j]));
  }
  if (!made.name.empty()) {
    made.use_case = "no usual one";
    return made;
  }
  made.name = "Balanced";
  made.use_case = "everyday listening";
  if (!order.empty()) {
    const std::size_t j = order.front();
    made.evidence.push_back("no feature far from the catalogue; " +
                            z_text(features.features[j], profile.z[j]) + " is the furthest");
  }
  return made;
}

}  // namespace

ClusterName name_of(const ClusterProfile& profile, const NamedFeatures& features,
                    std::span<const NameRule> rules) {
  assert(profile.z.size() == features.features.size() && profile.mean.size() == features.features.size());
  assert(features.high.size() == features.features.size());
  for (const NameRule& rule : rules) {
    const bool all =
        std::all_of(rule.conditions.begin(), rule.conditions.end(),
                    [&](const NameCondition& condition) { return holds(condition, profile, features); });
    if (!all) continue;
    ClusterName made{std::string(rule.name), std::string(rule.use_case), {}};
    for (const NameCondition& condition : rule.conditions) {
      made.evidence.push_back(evidence_of(condition, profile, features));
    }
    return made;
  }
  return neutral_name(profile, features);
}

std::vector<ClusterName> name_clusters(std::span<const ClusterProfile> profiles,
                                       const NamedFeatures& features) {
  std::vector<ClusterName> names;
  names.reserve(profiles.size());
  for (const ClusterProfile& profile : profiles) {
    names.push_back(profile.size == 0 ? ClusterName{"(no songs)", "", {}} : name_of(profile, features));
  }
  make_distinct(names, profiles, features.features);
  return names;
}

void name_profiles(RunResult& result, std::vector<double> high) {
  const std::vector<ClusterName> names =
      name_clusters(result.profiles, NamedFeatures{result.features, std::move(high)});
  for (std::size_t c = 0; c < names.size(); ++c) {
    result.profiles[c].name = names[c].name;
    result.profiles[c].use_case = names[c].use_case;
    result.profiles[c].evidence = names[c].evidence;
  }
}

}  // namespace chorus::model
