#include "chorus/report/silhouette_counter.hpp"

#include "chorus/report/feature_histograms.hpp"

#include <cassert>
#include <limits>
#include <numeric>

namespace chorus::report {

SilhouetteCounter::SilhouetteCounter(int clusters)
    : bins_(static_cast<std::size_t>(SilhouetteWidths::bins_for(static_cast<std::size_t>(clusters)))),
      counts_(static_cast<std::size_t>(clusters) * bins_, 0),
      scale_(1.0),
      sums_(static_cast<std::size_t>(clusters), 0) {}

void SilhouetteCounter::add(Label cluster, double width) {
  const auto c = static_cast<std::size_t>(cluster);
  assert(c < sums_.size() && -1 <= width && width <= 1);
  ++counts_[c * bins_ + static_cast<std::size_t>(bin_of(width, {-1, 1}, static_cast<int>(bins_)))];
  sums_[c] += scale_.units(width);
}

void SilhouetteCounter::reduce(const comm::Communicator& comm) {
  comm.sum(counts_);
  comm.sum(sums_);
}

SilhouetteWidths SilhouetteCounter::widths() const {
  SilhouetteWidths widths;
  for (std::size_t c = 0; c < sums_.size(); ++c) {
    const auto first = counts_.begin() + static_cast<std::ptrdiff_t>(c * bins_);
    const auto& counts = widths.counts.emplace_back(first, first + static_cast<std::ptrdiff_t>(bins_));
    const std::int64_t rows = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    widths.mean.push_back(rows == 0 ? std::numeric_limits<double>::quiet_NaN()
                                    : scale_.value(sums_[c]) / static_cast<double>(rows));
  }
  return widths;
}

}  // namespace chorus::report
