#include "chorus/report/silhouette_counter.hpp"

#include "chorus/report/feature_histograms.hpp"

#include <cassert>
#include <limits>
#include <numeric>

namespace chorus::report {

SilhouetteCounter::SilhouetteCounter(int clusters)
    : counts_(static_cast<std::size_t>(clusters), std::vector<std::int64_t>(SilhouetteWidths::kBins, 0)),
      scale_(1.0),
      sums_(static_cast<std::size_t>(clusters), 0) {}

void SilhouetteCounter::add(Label cluster, double width) {
  const auto c = static_cast<std::size_t>(cluster);
  assert(c < counts_.size() && -1 <= width && width <= 1);
  ++counts_[c][static_cast<std::size_t>(bin_of(width, {-1, 1}, SilhouetteWidths::kBins))];
  sums_[c] += scale_.units(width);
}

void SilhouetteCounter::reduce(const comm::Communicator& comm) {
  for (auto& counts : counts_) comm.sum(counts);
  comm.sum(sums_);
}

SilhouetteWidths SilhouetteCounter::widths() const {
  SilhouetteWidths widths{counts_, {}};
  for (std::size_t c = 0; c < counts_.size(); ++c) {
    const std::int64_t rows = std::accumulate(counts_[c].begin(), counts_[c].end(), std::int64_t{0});
    widths.mean.push_back(rows == 0 ? std::numeric_limits<double>::quiet_NaN()
                                    : scale_.value(sums_[c]) / static_cast<double>(rows));
  }
  return widths;
}

}  // namespace chorus::report
