#include "chorus/pipeline/judgement.hpp"

#include "chorus/quality/dispersion.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace chorus::pipeline {
namespace {

/// A bound on squared distances to centroids that may lie outside the songs' extents (given ones do).
double distance_bound(const PreparedRows& prepared, const features::Clustering& clustering) {
  const std::size_t d = prepared.rows.blocks.width();
  double bound = prepared.grid.distance_bound;
  for (std::size_t c = 0; c < clustering.clusters(); ++c) {
    double square = 0;
    for (std::size_t j = 0; j < d; ++j) {
      const double reach =
          prepared.scaler.extent[j] + std::abs(static_cast<double>(clustering.centroids[c * d + j]));
      square += 2 * reach * reach;
    }
    bound = std::max(bound, square);
  }
  return bound;
}

quality::KScore score_of(const comm::Communicator& comm, const PreparedRows& prepared,
                         std::span<const kmeans::Fit> fits, const kmeans::FinalFit& fit,
                         const quality::Silhouette& silhouette) {
  const features::Clustering& clustering = fit.clustering;
  const kmeans::ClusterTotals totals = fit.totals();
  const std::vector<float> means = kmeans::means_of(totals, prepared.grid, clustering.centroids);
  const quality::Scatter scatter =
      quality::measure_scatter(comm, prepared.rows, clustering, means, distance_bound(prepared, clustering));
  quality::KScore score;
  score.k = fit.k();
  score.inertia = prepared.scaler.square_in_space(scatter.inertia);
  score.silhouette = silhouette.coefficient;
  score.silhouette_se = silhouette.standard_error;
  score.silhouette_rows = silhouette.rows;
  score.davies_bouldin = quality::davies_bouldin(scatter, means, clustering.sizes);
  score.calinski_harabasz =
      quality::calinski_harabasz(kmeans::total_sum_of_squares(prepared.grid),
                                 kmeans::within_sum_of_squares(totals, prepared.grid), clustering.sizes);
  score.sizes.assign(clustering.sizes.begin(), clustering.sizes.end());
  score.iterations = fit.iterations;
  score.restart = fit.restart;
  score.stop = kmeans::stop_name(fit.stop);
  for (const kmeans::Fit& each : fits) {
    if (each.k == score.k) ++score.stops[std::string(kmeans::stop_name(each.stop))];
  }
  return score;
}

kmeans::FinalFit finish_best(const comm::Communicator& comm, const PreparedRows& prepared,
                             std::span<const kmeans::Fit> fits, int k, const Observer& observer) {
  if (observer.finishing) observer.finishing(k);
  return kmeans::finish_fit(comm, prepared.rows, prepared.grid, kmeans::best_fit(fits, k));
}

}  // namespace

std::size_t judged_together(std::span<const int> ks) {
  std::size_t count = 1;
  for (auto clusters = static_cast<std::size_t>(ks.front()); count < std::min(ks.size(), kJudgedTogether);
       ++count) {
    clusters += static_cast<std::size_t>(ks[count]);
    if (clusters > kJudgedClusters) break;
  }
  return count;
}

Judgement judge_fits(const comm::Communicator& comm, const PreparedRows& prepared,
                     std::span<const kmeans::Fit> fits, quality::SilhouetteOptions silhouettes,
                     const Observer& observer) {
  const std::vector<int> ks = kmeans::feasible_ks(fits);
  const pairs::DistanceUnits units(prepared.grid.distance_bound);
  silhouettes.after_batch = observer.after_batch;
  Judgement judgement;
  for (std::size_t first = 0; first < ks.size();) {
    observer.enter("quality");
    const std::size_t end = first + judged_together(std::span<const int>(ks).subspan(first));
    std::vector<kmeans::FinalFit> finals;
    finals.reserve(end - first);
    for (std::size_t i = std::exchange(first, end); i < end; ++i)
      finals.push_back(finish_best(comm, prepared, fits, ks[i], observer));
    std::vector<const features::Clustering*> clusterings;
    clusterings.reserve(finals.size());
    for (const kmeans::FinalFit& fit : finals) clusterings.push_back(&fit.clustering);
    observer.enter("silhouette");
    quality::Silhouettes measured =
        quality::measure_silhouettes(comm, prepared.rows, clusterings, units, silhouettes);
    judgement.measured = std::move(measured.rows);
    std::move(measured.widths.begin(), measured.widths.end(), std::back_inserter(judgement.widths));
    observer.enter("quality");
    for (std::size_t f = 0; f < finals.size(); ++f)
      judgement.scores.push_back(score_of(comm, prepared, fits, finals[f], measured.of[f]));
  }
  return judgement;
}

ChosenFit finish_chosen(const comm::Communicator& comm, const PreparedRows& prepared,
                        std::span<const kmeans::Fit> fits, Judgement&& judgement, int k,
                        const Observer& observer) {
  observer.enter("quality");
  const auto found = std::find_if(judgement.scores.begin(), judgement.scores.end(),
                                  [&](const quality::KScore& score) { return score.k == k; });
  ChosenFit chosen;
  chosen.fit = finish_best(comm, prepared, fits, k, observer);
  if (!std::isfinite(found->silhouette)) return chosen;  // widths are no more defined than their mean
  chosen.measured = std::move(judgement.measured);
  chosen.widths = std::move(judgement.widths[static_cast<std::size_t>(found - judgement.scores.begin())]);
  return chosen;
}

}  // namespace chorus::pipeline
