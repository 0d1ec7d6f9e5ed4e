#include "chorus/report/page_bounds.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace chorus::report {
namespace {

template <class T>
void cut(std::vector<T>& list, std::size_t length) {
  if (list.size() > length) list.erase(list.begin() + static_cast<std::ptrdiff_t>(length), list.end());
}

template <class T>
void cut_each(std::vector<std::vector<T>>& lists, std::size_t length) {
  for (std::vector<T>& list : lists) cut(list, length);
}

void cut_features(model::RunResult& result, std::size_t d) {
  cut(result.features, d);
  for (auto* list : {&result.mean, &result.standard_deviation, &result.minimum, &result.maximum,
                     &result.scaler.shift, &result.scaler.scale, &result.pca.explained_variance_ratio})
    cut(*list, d);
  cut(result.correlation, d);
  for (auto* lists :
       {&result.correlation, &result.centroids, &result.centroids_original, &result.pca.components})
    cut_each(*lists, d);
  for (model::ClusterProfile& profile : result.profiles) {
    for (auto* list : {&profile.mean, &profile.deviation, &profile.z}) cut(*list, d);
  }
}

void cut_features(ReportData& data, std::size_t d) {
  cut(data.distributions, d);
  for (auto* list : {&data.missing, &data.not_numeric, &data.not_finite}) cut(*list, d);
  for (MapSong& song : data.songs) cut(song.values, d);
}

void cut_clusters(model::RunResult& result, std::size_t k) {
  cut(result.centroids, k);
  cut(result.centroids_original, k);
  cut(result.profiles, k);
  for (quality::KScore& score : result.k_selection) {
    const auto smallest = std::ranges::min_element(score.sizes);
    if (smallest != score.sizes.end()) score.sizes = {*smallest};
  }
}

void cut_clusters(ReportData& data, std::size_t k) {
  std::erase_if(data.songs, [&](const MapSong& song) { return static_cast<std::size_t>(song.cluster) >= k; });
  cut(data.density.counts, k);
  cut(data.centroid_scores, k);
  for (FeatureDistributions& feature : data.distributions) cut(feature.clusters, k);
  cut(data.silhouette.counts, k);
  cut(data.silhouette.mean, k);
}

}  // namespace

std::optional<PagePart> part_for_page(const model::RunResult& result, const ReportData& data) {
  const std::size_t k = result.profiles.size();
  const std::size_t d = result.features.size();
  if (k <= kMostClustersShown && d <= kMostFeaturesShown) return std::nullopt;
  PagePart part{result, data, "This page shows "};
  if (k > kMostClustersShown) {
    cut_clusters(part.result, kMostClustersShown);
    cut_clusters(part.data, kMostClustersShown);
    double share = 0;
    for (const model::ClusterProfile& profile : part.result.profiles) share += profile.share;
    part.note += fmt::format("the {} largest of {} clusters, with {:.1f} % of the songs", kMostClustersShown,
                             k, 100 * share);
  }
  if (d > kMostFeaturesShown) {
    cut_features(part.result, kMostFeaturesShown);
    cut_features(part.data, kMostFeaturesShown);
    part.note += fmt::format("{}the first {} of {} features", k > kMostClustersShown ? ", and " : "",
                             kMostFeaturesShown, d);
  }
  part.note += "; the tables beside it hold all.";
  part.result.warnings.insert(part.result.warnings.begin(), part.note);
  return part;
}

}  // namespace chorus::report
