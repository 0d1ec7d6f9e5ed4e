#include "chorus/quality/silhouette.hpp"

#include "chorus/core/exact_sum.hpp"
#include "chorus/features/chosen_rows.hpp"
#include "chorus/quality/dispersion.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace chorus::quality {
namespace {

RowIndex rows_to_measure(const SilhouetteOptions& options, RowIndex total) {
  switch (options.mode) {
    case SilhouetteOptions::Mode::kAuto:
      return total <= kExactUpTo ? total : kAutoSample;
    case SilhouetteOptions::Mode::kExact:
      return total;
    case SilhouetteOptions::Mode::kSample:
      return std::min(options.sample, total);
  }
  return total;
}

/// Exact sums of widths and their squares: the mean does not depend on the order of rows.
struct WidthSums {
  RowIndex rows = 0;  ///< measured
  ExactSum sum;
  ExactSum squares;
};

Silhouette conclude(const WidthSums& sums, RowIndex total) {
  const ExactScale scale(1.0);
  const RowIndex measured = sums.rows;
  Silhouette result;
  result.rows = measured;
  const auto m = static_cast<double>(measured);
  result.coefficient = scale.value(sums.sum.total) / m;
  if (measured < total && measured > 1) {
    const double variance = std::max(
        0.0, (scale.value(sums.squares.total) - m * result.coefficient * result.coefficient) / (m - 1));
    result.standard_error = std::sqrt(variance / m * (1 - m / static_cast<double>(total)));
  }
  return result;
}

}  // namespace

double silhouette_width(std::span<const std::int64_t> sums, std::span<const std::int64_t> sizes,
                        std::size_t own) {
  if (sizes[own] < 2) return 0;
  const double a = static_cast<double>(sums[own]) / static_cast<double>(sizes[own] - 1);
  double b = std::numeric_limits<double>::infinity();
  for (std::size_t c = 0; c < sizes.size(); ++c) {
    if (c == own || sizes[c] == 0) continue;
    b = std::min(b, static_cast<double>(sums[c]) / static_cast<double>(sizes[c]));
  }
  const double larger = std::max(a, b);
  if (larger == 0 || std::isinf(b)) return 0;
  return (b - a) / larger;
}

Silhouettes measure_silhouettes(const comm::Communicator& comm, const features::ScaledRows& rows,
                                pairs::Clusterings clusterings, pairs::DistanceUnits units,
                                const SilhouetteOptions& options) {
  const features::ChosenRows sample = features::choose_rows(comm, rows, rows_to_measure(options, rows.total),
                                                            options.seed, Purpose::kSilhouetteSample);
  std::vector<WidthSums> totals(clusterings.size());
  Silhouettes result;
  result.widths.resize(clusterings.size());
  const ExactScale scale(1.0);
  std::vector<std::int64_t> sums;  // of a row to every cluster of a clustering
  pairs::for_each_batch(comm, rows, sample, clusterings, units, [&](const pairs::ClusterDistances& batch) {
    const auto size = static_cast<std::size_t>(batch.batch.size());
    for (std::size_t s = 0; s < size; ++s) {
      const RowIndex number = batch.batch.begin + static_cast<RowIndex>(s);
      const bool mine = sample.here().contains(number);
      if (mine) result.rows.push_back(rows.row_of(sample.index(number)));
      std::size_t first = 0;
      for (std::size_t f = 0; f < clusterings.size(); ++f) {
        const features::Clustering& clustering = *clusterings[f];
        const std::size_t own = batch.labels[s * clusterings.size() + f];
        double width = kUndefined;
        if (own < clustering.clusters()) {
          sums.resize(clustering.clusters());
          for (std::size_t c = 0; c < sums.size(); ++c) sums[c] = batch.sums.at(s, first + c);
          width = silhouette_width(sums, clustering.sizes, own);
          ++totals[f].rows;
          totals[f].sum.add(scale, width);
          totals[f].squares.add(scale, width * width);
        }
        first += clustering.groups();
        if (mine) result.widths[f].push_back(static_cast<float>(width));
      }
    }
    if (options.after_batch) options.after_batch();
  });
  for (std::size_t f = 0; f < totals.size(); ++f) {
    const bool defined = totals[f].rows > 0 && has_scores(clusterings[f]->sizes);
    result.of.push_back(defined ? conclude(totals[f], rows.total - clusterings[f]->noise)
                                : Silhouette{kUndefined, kUndefined, totals[f].rows});
  }
  return result;
}

}  // namespace chorus::quality
