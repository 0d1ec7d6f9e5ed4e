#include "chorus/kmeans/label_resolution.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace chorus::kmeans {
namespace {

constexpr double kHalfUlp = 0x1p-24;

double norm_of(std::span<const float> point) {
  double square = 0;
  for (const float x : point) square += static_cast<double>(x) * static_cast<double>(x);
  return std::sqrt(square);
}

double distance(std::span<const float> a, std::span<const float> b) {
  double square = 0;
  for (std::size_t j = 0; j < a.size(); ++j) {
    const double e = static_cast<double>(a[j]) - static_cast<double>(b[j]);
    square += e * e;
  }
  return std::sqrt(square);
}

/// The coordinate in which the points spread most.
std::size_t widest_coordinate(std::span<const float> points, std::size_t d) {
  std::size_t widest = 0;
  float most = -1;
  for (std::size_t j = 0; j < d; ++j) {
    float low = points[j];
    float high = points[j];
    for (std::size_t at = j; at < points.size(); at += d) {
      low = std::min(low, points[at]);
      high = std::max(high, points[at]);
    }
    if (high - low > most) {
      most = high - low;
      widest = j;
    }
  }
  return widest;
}

}  // namespace

double label_slack(std::size_t width, double row_norm, double centroid_norm) {
  return 4 * static_cast<double>(width + 1) * kHalfUlp * centroid_norm * (centroid_norm / 2 + row_norm);
}

double label_resolution(std::size_t width, double centroid_norm) {
  return std::sqrt(label_slack(width, centroid_norm, centroid_norm));
}

std::optional<CentroidPair> find_unresolved(std::span<const float> centroids,
                                            std::span<const std::int64_t> sizes) {
  const std::size_t d = centroids.size() / sizes.size();
  const auto centroid = [&](std::size_t c) { return centroids.subspan(c * d, d); };
  std::vector<std::size_t> order;
  std::vector<double> norms;
  for (std::size_t c = 0; c < sizes.size(); ++c) {
    norms.push_back(norm_of(centroid(c)));
    if (sizes[c] > 0) order.push_back(c);
  }
  const std::size_t j = widest_coordinate(centroids, d);
  const double reach = label_resolution(d, *std::max_element(norms.begin(), norms.end()));
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return centroid(a)[j] != centroid(b)[j] ? centroid(a)[j] < centroid(b)[j] : a < b;
  });
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t next = i + 1; next < order.size(); ++next) {
      const auto [a, b] = std::minmax(order[i], order[next]);
      const double apart =
          static_cast<double>(centroid(order[next])[j]) - static_cast<double>(centroid(order[i])[j]);
      if (apart > reach) break;
      if (distance(centroid(a), centroid(b)) <= label_resolution(d, std::max(norms[a], norms[b])))
        return CentroidPair{a, b};
    }
  }
  return std::nullopt;
}

}  // namespace chorus::kmeans
