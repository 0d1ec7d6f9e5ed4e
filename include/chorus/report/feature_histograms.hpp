// How each feature is distributed within each cluster: exact counts of all rows on fixed edges.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/report/report_data.hpp"
#include "chorus/report/row_block.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace chorus::report {

/// k x d histograms of equal bins over each feature's window, two cells beside for what lies outside.
class FeatureHistograms {
 public:
  /// @param windows d; every rank passes the same
  FeatureHistograms(std::vector<Interval> windows, int clusters);
  void add(const RowBlock& block);
  /// Collective. Afterwards every rank holds the totals of all ranks.
  void reduce(const comm::Communicator& comm);
  [[nodiscard]] std::vector<FeatureDistributions> distributions() const;
  /// Bins of a histogram: 256, fewer where k x d is so large that all would exceed 2^20 counts, 16 at least.
  [[nodiscard]] static int bins_for(std::size_t features, int clusters);

 private:
  [[nodiscard]] std::span<const std::int64_t> cells(std::size_t feature, std::size_t cluster) const;
  std::vector<Interval> windows_;
  std::size_t clusters_;
  std::size_t bins_;
  std::vector<std::int64_t> counts_;  // k x d x (bins + 2): below, bins, above
};

/// The bin of `value` among `bins` equal ones over `window`: -1 below, `bins` above; the upper bound belongs
/// to the last bin. Local.
[[nodiscard]] int bin_of(double value, const Interval& window, int bins);

/// The value below which the share `p` of the counted values lies, interpolated linearly within its bin (as
/// numpy's rank (n - 1) * p); the window's bounds for values outside. NaN without values. Local.
[[nodiscard]] double quantile(const Distribution& distribution, const Interval& window, double p);

}  // namespace chorus::report
