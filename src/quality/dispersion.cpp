#include "chorus/quality/dispersion.hpp"

#include "chorus/core/exact_sum.hpp"
#include "chorus/features/group_distances.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace chorus::quality {

bool has_scores(std::span<const std::int64_t> sizes) {
  const auto clusters = std::ssize(sizes) - std::count(sizes.begin(), sizes.end(), 0);
  return clusters >= 2 && clusters < std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0});
}

Scatter measure_scatter(const comm::Communicator& comm, const features::ScaledRows& rows,
                        const features::Clustering& clustering, std::span<const float> means,
                        double distance_bound) {
  const std::size_t d = rows.blocks.width();
  const std::size_t k = clustering.clusters();
  if (k == 0) return {kUndefined, {}};  // all rows are noise
  // A method without centroids is measured about its means alone.
  const bool has_centroids = !clustering.centroids.empty();
  const float* centroids = has_centroids ? clustering.centroids.data() : means.data();
  const ExactScale squares(distance_bound);
  const ExactScale distances(std::sqrt(distance_bound));
  std::vector<Int128> totals(k + 1, 0);
  std::array<std::int32_t, features::kLanes> label{};
  std::array<float, features::kLanes> to_centroid{};
  std::array<float, features::kLanes> to_mean{};
  for (std::size_t b = 0; b < rows.blocks.blocks(); ++b) {
    const std::size_t filled = rows.blocks.rows_in(b);
    const auto first = static_cast<RowIndex>(b * features::kLanes);
    for (std::size_t l = 0; l < filled; ++l) {
      const RowIndex i = first + static_cast<RowIndex>(l);
      // Noise is measured about the first cluster, for the kernel wants one, and left out below.
      label[l] = clustering.is_noise(i) ? 0 : static_cast<std::int32_t>(clustering.labels[i]);
    }
    features::group_distances(rows.blocks.block(b), d, label.data(), centroids, to_centroid.data());
    features::group_distances(rows.blocks.block(b), d, label.data(), means.data(), to_mean.data());
    for (std::size_t l = 0; l < filled; ++l) {
      if (clustering.noise > 0 && clustering.is_noise(first + static_cast<RowIndex>(l))) continue;
      totals[k] += squares.units(to_centroid[l]);
      totals[static_cast<std::size_t>(label[l])] += distances.units(std::sqrt(to_mean[l]));
    }
  }
  comm.sum(std::span<Int128>(totals));
  Scatter scatter;
  scatter.inertia = has_centroids ? squares.value(totals[k]) : kUndefined;
  for (std::size_t c = 0; c < k; ++c) {
    scatter.mean_distance.push_back(clustering.sizes[c] == 0 ? 0.0
                                                             : distances.value(totals[c]) /
                                                                   static_cast<double>(clustering.sizes[c]));
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
  return has_scores(sizes) ? sum / clusters : kUndefined;
}

double calinski_harabasz(double total_sum_of_squares, double within_sum_of_squares,
                         std::span<const std::int64_t> sizes) {
  const auto clusters =
      static_cast<double>(sizes.size() - static_cast<std::size_t>(std::count(sizes.begin(), sizes.end(), 0)));
  const auto rows = static_cast<double>(std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}));
  if (!has_scores(sizes)) return kUndefined;
  if (within_sum_of_squares <= 0) return 1;
  return (total_sum_of_squares - within_sum_of_squares) / within_sum_of_squares * (rows - clusters) /
         (clusters - 1);
}

}  // namespace chorus::quality
