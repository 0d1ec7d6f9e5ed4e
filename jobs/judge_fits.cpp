#include "chorus/kmeans/sweep_state.hpp"
#include "chorus/quality/dispersion.hpp"
#include "cluster_steps.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace chorus::jobs {
namespace {

pairs::Labelling labelling_of(const kmeans::FinalFit& fit) {
  return {static_cast<std::size_t>(fit.k), [&fit](RowIndex i) { return fit.labels[i]; }};
}

/// The means of the rows under the fit's labels; the centroid itself for an empty cluster.
std::vector<float> means_of(const Songs& songs, const kmeans::FinalFit& fit) {
  const std::size_t d = songs.rows.blocks.width();
  std::vector<float> means = fit.centroids;
  for (std::size_t c = 0; c < fit.totals.k(); ++c) {
    if (fit.totals.count[c] == 0) continue;
    for (std::size_t j = 0; j < d; ++j) means[c * d + j] = kmeans::mean_of(fit.totals, songs.grid, c, j);
  }
  return means;
}

/// A bound on squared distances to centroids that may lie outside the songs' extents (given ones do).
double distance_bound(const Songs& songs, const kmeans::FinalFit& fit) {
  const std::size_t d = songs.rows.blocks.width();
  double bound = songs.grid.distance_bound;
  for (std::size_t c = 0; c < fit.totals.k(); ++c) {
    double square = 0;
    for (std::size_t j = 0; j < d; ++j) {
      const double reach = songs.scaler.extent[j] + std::abs(static_cast<double>(fit.centroids[c * d + j]));
      square += 2 * reach * reach;
    }
    bound = std::max(bound, square);
  }
  return bound;
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

Judged judge_fits(const Job& job, const Songs& songs, std::span<const kmeans::Fit> fits) {
  const comm::Communicator& comm = job.comm;
  const ClusterOptions& options = job.options;
  session::PhaseClock& clock = job.clock;
  session::Keeper& keeper = job.keeper;
  const std::vector<int> ks = kmeans::feasible_ks(fits);
  const pairs::DistanceUnits units(songs.grid.distance_bound);
  quality::SilhouetteOptions measuring = options.silhouettes();
  measuring.after_batch = [&] {
    keeper.border([&] { return kmeans::pack_sweep(fits, songs.rows.blocks.width()); });
  };
  Judged judged;
  for (std::size_t first = 0; first < ks.size();) {
    clock.enter("quality");
    std::vector<kmeans::FinalFit> finals;
    const std::size_t end = first + judged_together(std::span<const int>(ks).subspan(first));
    for (std::size_t i = std::exchange(first, end); i < end; ++i) {
      finals.push_back(kmeans::finish_fit(comm, songs.rows, songs.grid, kmeans::best_fit(fits, ks[i])));
    }
    std::vector<pairs::Labelling> labellings;
    std::vector<std::vector<std::int64_t>> sizes;
    for (const kmeans::FinalFit& fit : finals) {
      labellings.push_back(labelling_of(fit));
      sizes.push_back(fit.totals.count);
    }
    clock.enter("silhouette");
    quality::MeasuredWidths widths;
    const auto silhouettes =
        quality::measure_silhouettes(comm, songs.rows, labellings, sizes, units, measuring, &widths);
    judged.measured = std::move(widths.rows);
    std::move(widths.widths.begin(), widths.widths.end(), std::back_inserter(judged.widths));
    clock.enter("quality");
    for (std::size_t f = 0; f < finals.size(); ++f) {
      const kmeans::FinalFit& fit = finals[f];
      const std::vector<float> means = means_of(songs, fit);
      const quality::Scatter scatter = quality::measure_scatter(
          comm, songs.rows, labellings[f], fit.centroids, means, sizes[f], distance_bound(songs, fit));
      quality::KScore score;
      score.k = fit.k;
      score.inertia = songs.scaler.square_in_space(scatter.inertia);
      score.silhouette = silhouettes[f].coefficient;
      score.silhouette_se = silhouettes[f].standard_error;
      score.silhouette_rows = silhouettes[f].rows;
      score.davies_bouldin = quality::davies_bouldin(scatter, means, sizes[f]);
      score.calinski_harabasz =
          quality::calinski_harabasz(kmeans::total_sum_of_squares(songs.grid),
                                     kmeans::within_sum_of_squares(fit.totals, songs.grid), sizes[f]);
      score.sizes.assign(sizes[f].begin(), sizes[f].end());
      score.iterations = fit.iterations;
      score.restart = fit.restart;
      score.stop = kmeans::stop_name(fit.stop);
      for (const kmeans::Fit& each : fits) {
        if (each.k == fit.k) ++score.stops[std::string(kmeans::stop_name(each.stop))];
      }
      judged.scores.push_back(std::move(score));
    }
  }
  return judged;
}

ChosenFit finish_chosen(const Job& job, const Songs& songs, std::span<const kmeans::Fit> fits,
                        Judged&& judged, int k) {
  job.clock.enter("quality");
  const auto found = std::find_if(judged.scores.begin(), judged.scores.end(),
                                  [&](const quality::KScore& score) { return score.k == k; });
  ChosenFit chosen;
  chosen.fit = kmeans::finish_fit(job.comm, songs.rows, songs.grid, kmeans::best_fit(fits, k));
  if (!std::isfinite(found->silhouette)) return chosen;  // widths are no more defined than their mean
  chosen.measured = std::move(judged.measured);
  chosen.widths = std::move(judged.widths[static_cast<std::size_t>(found - judged.scores.begin())]);
  return chosen;
}

}  // namespace chorus::jobs
