#include "chorus/report/collect.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/report/density_grid.hpp"
#include "chorus/report/display_window.hpp"
#include "chorus/report/feature_histograms.hpp"
#include "chorus/report/map_sample.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace chorus::report {
namespace {

/// One counter a feature, then PC1 and PC2.
void count_axes(const RowBlock& block, std::size_t features, std::vector<WindowCounter>& axes) {
  assert(block.values.size() == block.rows() * features && block.scores.size() == block.rows() * 2);
  for (std::size_t row = 0; row < block.rows(); ++row) {
    if (block.labels[row] < 0) continue;  // in no cluster
    for (std::size_t j = 0; j < features; ++j) axes[j].add(block.values[row * features + j]);
    axes[features].add(block.scores[row * 2]);
    axes[features + 1].add(block.scores[row * 2 + 1]);
  }
}

}  // namespace

ReportData collect_report_data(const comm::Communicator& comm, const RowSource& rows,
                               const CollectOptions& options) {
  const std::size_t features = options.features;
  std::vector<WindowCounter> axes(features + 2);
  comm::agree_on(comm, [&] { rows([&](const RowBlock& block) { count_axes(block, features, axes); }); });
  reduce(comm, axes);

  std::vector<Interval> windows;
  for (std::size_t j = 0; j < features; ++j) windows.push_back(axes[j].window());
  double largest_score = 0;
  for (std::size_t axis : {features, features + 1}) {
    if (axes[axis].smallest() > axes[axis].largest()) continue;  // no rows
    largest_score =
        std::max({largest_score, std::abs(axes[axis].smallest()), std::abs(axes[axis].largest())});
  }
  FeatureHistograms histograms(windows, options.clusters);
  constexpr double kMapTail = 0.0005;  // a map may show more of its fringe than a histogram
  DensityGrid grid(axes[features].window(kMapTail), axes[features + 1].window(kMapTail), largest_score,
                   options.clusters);
  MapSample sample(options.songs, options.seed, features);
  axes.clear();
  comm::agree_on(comm, [&] {
    rows([&](const RowBlock& block) {
      histograms.add(block);
      grid.add(block);
      sample.add(block);
    });
  });
  histograms.reduce(comm);
  grid.reduce(comm);

  ReportData data;
  data.songs = sample.gather(comm);
  data.density = grid.density();
  data.centroid_scores = grid.centroid_scores();
  data.distributions = histograms.distributions();
  return data;
}

}  // namespace chorus::report
