#include "chorus/quality/dispersion.hpp"

#include "chorus/core/exact_sum.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chorus::quality {
namespace {

float squared_distance(const float* row, std::size_t d, const float* point) {
  float sum = 0;
  for (std::size_t j = 0; j < d; ++j) {
    const float e = row[j * features::kLanes] - point[j];
    sum = std::fma(e, e, sum);
  }
  return sum;
}

}  // namespace

Scatter measure_scatter(const comm::Communicator& comm, const features::ScaledRows& rows,
                        const pairs::Labelling& labelling, std::span<const float> centroids,
                        std::span<const float> means, std::span<const std::int64_t> sizes,
                        double distance_bound) {
  const std::size_t d = rows.blocks.width();
  const std::size_t k = labelling.clusters;
  const ExactScale squares(distance_bound);
  const ExactScale distances(std::sqrt(distance_bound));
  std::vector<Int128> totals(k + 1, 0);
  for (std::size_t b = 0; b < rows.blocks.blocks(); ++b) {
    const float* block = rows.blocks.block(b);
    for (std::size_t l = 0; l < rows.blocks.rows_in(b); ++l) {
      const std::size_t label = labelling.label(static_cast<RowIndex>(b * features::kLanes + l));
      totals[k] += squares.units(squared_distance(block + l, d, centroids.data() + label * d));
      totals[label] += distances.units(std::sqrt(squared_distance(block + l, d, means.data() + label * d)));
    }
  }
  comm.sum(std::span<Int128>(totals));
  Scatter scatter;
  scatter.inertia = squares.value(totals[k]);
  for (std::size_t c = 0; c < k; ++c) {
    scatter.mean_distance.push_back(
        sizes[c] == 0 ? 0.0 : distances.value(totals[c]) / static_cast<double>(sizes[c]));
  }
  return scatter;
}

double davies_bouldin(const Scatter& scatter, std::span<const float> means,
                      std::span<const std::int64_t> sizes) {
  const std::size_t k = sizes.size();
  const std::size_t d = means.size() / k;
  double sum = 0;
  int clusters = 0;
  for (std::size_t a = 0; a < k; ++a) {
    if (sizes[a] == 0) continue;
    ++clusters;
    double worst = 0;
    for (std::size_t b = 0; b < k; ++b) {
      if (b == a || sizes[b] == 0) continue;
      double square = 0;
      for (std::size_t j = 0; j < d; ++j) {
        const double e = static_cast<double>(means[a * d + j]) - static_cast<double>(means[b * d + j]);
        square += e * e;
      }
      if (square > 0)
        worst = std::max(worst, (scatter.mean_distance[a] + scatter.mean_distance[b]) / std::sqrt(square));
    }
    sum += worst;
  }
  return clusters < 2 ? 0 : sum / clusters;
}

double calinski_harabasz(double total_sum_of_squares, double within_sum_of_squares,
                         std::span<const std::int64_t> sizes) {
  const auto clusters =
      static_cast<double>(sizes.size() - static_cast<std::size_t>(std::count(sizes.begin(), sizes.end(), 0)));
  const auto rows = static_cast<double>(std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}));
  if (clusters < 2 || rows <= clusters) return 0;
  if (within_sum_of_squares <= 0) return 1;
  return (total_sum_of_squares - within_sum_of_squares) / within_sum_of_squares * (rows - clusters) /
         (clusters - 1);
}

}  // namespace chorus::quality
