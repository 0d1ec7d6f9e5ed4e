#include "chorus/report/feature_histograms.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace chorus::report {

int bin_of(double value, const Interval& window, int bins) {
  if (value < window.low) return -1;
  if (value > window.high) return bins;
  // Halves, because the width of a window from -1e308 to 1e308 is no double.
  const double place = (value / 2 - window.low / 2) / (window.high / 2 - window.low / 2);
  return std::clamp(static_cast<int>(place * bins), 0, bins - 1);
}

double quantile(const Distribution& distribution, const Interval& window, double p) {
  std::int64_t total = distribution.below + distribution.above;
  for (const std::int64_t count : distribution.counts) total += count;
  if (total == 0) return std::numeric_limits<double>::quiet_NaN();
  const double rank = static_cast<double>(total - 1) * p;
  auto passed = static_cast<double>(distribution.below);
  if (rank < passed) return window.low;
  const auto bins = static_cast<double>(distribution.counts.size());
  for (std::size_t bin = 0; bin < distribution.counts.size(); ++bin) {
    const auto count = static_cast<double>(distribution.counts[bin]);
    if (rank < passed + count) {
      // The bin's values are taken to lie evenly in it.
      const double inside = std::min((rank - passed + 0.5) / count, 1.0);
      const double place = (static_cast<double>(bin) + inside) / bins;
      return window.low * (1 - place) + window.high * place;
    }
    passed += count;
  }
  return window.high;
}

int FeatureHistograms::bins_for(std::size_t features, int clusters) {
  constexpr std::size_t kMostCounts = std::size_t{1} << 20U;
  int bins = 256;
  while (bins > 16 &&
         features * static_cast<std::size_t>(clusters) * static_cast<std::size_t>(bins) > kMostCounts) {
    bins /= 2;
  }
  return bins;
}

FeatureHistograms::FeatureHistograms(std::vector<Interval> windows, int clusters)
    : windows_(std::move(windows)),
      clusters_(static_cast<std::size_t>(clusters)),
      bins_(static_cast<std::size_t>(bins_for(windows_.size(), clusters))),
      counts_(windows_.size() * clusters_ * (bins_ + 2), 0) {}

void FeatureHistograms::add(const RowBlock& block) {
  const std::size_t features = windows_.size();
  assert(block.values.size() == block.rows() * features);
  for (std::size_t row = 0; row < block.rows(); ++row) {
    if (block.labels[row] < 0) continue;  // in no cluster
    const auto cluster = static_cast<std::size_t>(block.labels[row]);
    assert(cluster < clusters_);
    for (std::size_t feature = 0; feature < features; ++feature) {
      const int bin =
          bin_of(block.values[row * features + feature], windows_[feature], static_cast<int>(bins_));
      ++counts_[(feature * clusters_ + cluster) * (bins_ + 2) + static_cast<std::size_t>(bin + 1)];
    }
  }
}

void FeatureHistograms::reduce(const comm::Communicator& comm) {
  comm.sum(counts_);
}

std::span<const std::int64_t> FeatureHistograms::cells(std::size_t feature, std::size_t cluster) const {
  return std::span(counts_).subspan((feature * clusters_ + cluster) * (bins_ + 2), bins_ + 2);
}

std::vector<FeatureDistributions> FeatureHistograms::distributions() const {
  std::vector<FeatureDistributions> all;
  for (std::size_t feature = 0; feature < windows_.size(); ++feature) {
    const Interval& window = windows_[feature];
    FeatureDistributions of_feature{window, {}};
    for (std::size_t cluster = 0; cluster < clusters_; ++cluster) {
      const auto counted = cells(feature, cluster);
      Distribution one;
      one.below = counted.front();
      one.above = counted.back();
      one.counts.assign(counted.begin() + 1, counted.end() - 1);
      one.q05 = quantile(one, window, 0.05);
      one.q25 = quantile(one, window, 0.25);
      one.q50 = quantile(one, window, 0.50);
      one.q75 = quantile(one, window, 0.75);
      one.q95 = quantile(one, window, 0.95);
      of_feature.clusters.push_back(std::move(one));
    }
    all.push_back(std::move(of_feature));
  }
  return all;
}

}  // namespace chorus::report
