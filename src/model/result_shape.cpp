#include "chorus/model/result_shape.hpp"

#include <fmt/format.h>

#include <limits>
#include <span>

namespace chorus::model {
namespace {

using Flaw = std::optional<std::string>;

constexpr int kMostInt = std::numeric_limits<int>::max();

/// Each of `rows` has d entries.
Flaw wrong_rows(std::span<const std::vector<double>> rows, std::size_t d, const char* name) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (auto flaw = wrong_length(rows[i].size(), d, fmt::format("{}[{}]", name, i))) return flaw;
  }
  return std::nullopt;
}

Flaw flaw_of_features(const RunResult& result) {
  const std::size_t d = result.features.size();
  if (d == 0) return "it has no features";
  struct Named {
    const char* name;
    const std::vector<double>& list;
  };
  for (const auto& [name, list] :
       {Named{"mean", result.mean}, Named{"standard_deviation", result.standard_deviation},
        Named{"minimum", result.minimum}, Named{"maximum", result.maximum},
        Named{"scaler.shift", result.scaler.shift}, Named{"scaler.scale", result.scaler.scale},
        Named{"pca.explained_variance_ratio", result.pca.explained_variance_ratio}}) {
    if (auto flaw = wrong_length(list.size(), d, name)) return flaw;
  }
  if (auto flaw = wrong_length(result.correlation.size(), d, "correlation")) return flaw;
  if (auto flaw = wrong_rows(result.correlation, d, "correlation")) return flaw;
  if (result.pca.components.size() > d) {
    return fmt::format("pca.components has {} entries, expected {} at most", result.pca.components.size(), d);
  }
  return wrong_rows(result.pca.components, d, "pca.components");
}

Flaw flaw_of_counts(const RunResult& result) {
  if (auto flaw = out_of_range(result.rows, 0, kMostRows, "rows")) return flaw;
  if (auto flaw = out_of_range(result.rows_used, 0, result.rows, "rows_used")) return flaw;
  for (const auto& [reason, rows] : result.dropped) {
    if (auto flaw = out_of_range(rows, 0, kMostRows, "a count in dropped")) return flaw;
  }
  if (auto flaw = out_of_range(result.skipped_records, 0, kMostRows, "skipped_records")) return flaw;
  if (auto flaw = out_of_range(result.restarts, 0, kMostInt, "restarts")) return flaw;
  return out_of_range(result.run.ranks, 1, kMostInt, "run.ranks");
}

Flaw flaw_of_score(const quality::KScore& score, const std::string& name) {
  if (auto flaw = out_of_range(score.k, 1, kMostClusters, name + ".k")) return flaw;
  if (auto flaw = wrong_length(score.sizes.size(), static_cast<std::size_t>(score.k), name + ".sizes"))
    return flaw;
  for (const RowIndex size : score.sizes) {
    if (auto flaw = out_of_range(size, 0, kMostRows, "a count in " + name + ".sizes")) return flaw;
  }
  if (auto flaw = out_of_range(score.silhouette_rows, 0, kMostRows, name + ".silhouette_rows")) return flaw;
  if (auto flaw = out_of_range(score.iterations, 0, kMostInt, name + ".iterations")) return flaw;
  return out_of_range(score.restart, 0, kMostInt, name + ".restart");
}

Flaw flaw_of_choices(const Choices& choices) {
  if (auto flaw = out_of_range(choices.chosen, 1, kMostClusters, "choices.chosen")) return flaw;
  for (const int k : {choices.silhouette, choices.elbow, choices.davies_bouldin, choices.calinski_harabasz}) {
    if (auto flaw = out_of_range(k, 0, kMostClusters, "a k in choices")) return flaw;
  }
  return std::nullopt;
}

Flaw flaw_of_profile(const ClusterProfile& profile, std::size_t d, RowIndex rows, const std::string& name) {
  if (auto flaw = out_of_range(profile.size, 0, rows, name + ".size")) return flaw;
  if (auto flaw = wrong_length(profile.mean.size(), d, name + ".mean")) return flaw;
  if (auto flaw = wrong_length(profile.deviation.size(), d, name + ".deviation")) return flaw;
  if (auto flaw = wrong_length(profile.z.size(), d, name + ".z")) return flaw;
  for (const TypicalSong& song : profile.typical) {
    if (auto flaw = out_of_range(song.row, 0, kMostRows, "a row in " + name + ".typical")) return flaw;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> wrong_length(std::size_t found, std::size_t wanted, const std::string& name) {
  if (found == wanted) return std::nullopt;
  return fmt::format("{} has {} entries, expected {}", name, found, wanted);
}

std::optional<std::string> out_of_range(std::int64_t value, std::int64_t least, std::int64_t most,
                                        const std::string& name) {
  if (least <= value && value <= most) return std::nullopt;
  return fmt::format("{} is {}, expected a whole number from {} to {}", name, value, least, most);
}

std::optional<std::string> flaw_of(const RunResult& result) {
  if (auto flaw = flaw_of_features(result)) return flaw;
  if (auto flaw = flaw_of_counts(result)) return flaw;
  for (std::size_t i = 0; i < result.k_selection.size(); ++i) {
    if (auto flaw = flaw_of_score(result.k_selection[i], fmt::format("k_selection[{}]", i))) return flaw;
  }
  if (auto flaw = flaw_of_choices(result.choices)) return flaw;
  const std::size_t d = result.features.size();
  const auto k = static_cast<std::size_t>(result.choices.chosen);
  if (auto flaw = wrong_length(result.centroids.size(), k, "centroids")) return flaw;
  if (auto flaw = wrong_rows(result.centroids, d, "centroids")) return flaw;
  if (auto flaw = wrong_length(result.centroids_original.size(), k, "centroids_original")) return flaw;
  if (auto flaw = wrong_rows(result.centroids_original, d, "centroids_original")) return flaw;
  if (auto flaw = wrong_length(result.profiles.size(), k, "profiles")) return flaw;
  for (std::size_t c = 0; c < k; ++c) {
    if (auto flaw = flaw_of_profile(result.profiles[c], d, result.rows_used, fmt::format("profiles[{}]", c)))
      return flaw;
  }
  return std::nullopt;
}

}  // namespace chorus::model
