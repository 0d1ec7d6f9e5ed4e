// How finely labels tell centroids apart. The kernel (assign_kernel.hpp) compares t = |c|^2 / 2 - x.c in
// float, which costs it digits where centroids lie far from the catalogue's mean and close to each other.
// Local.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace chorus::kmeans {

/// How much larger the squared distance of a row to its label's centroid may be than that to the nearest one:
/// at most 4 (d + 1) 2^-24 (m^2 / 2 + |x| m), with |x| the row's and m the largest centroid's distance from
/// the origin, which is the catalogue's mean. Each t has d + 1 roundings of at most 2^-24 of what is added
/// up.
[[nodiscard]] double label_slack(std::size_t width, double row_norm, double centroid_norm);

/// Rows that lie on one of two centroids get its label if these are farther apart than this: the root of
/// 6 (d + 1) 2^-24 times the larger one's distance from the mean; for ten features 0.2 % of it.
[[nodiscard]] double label_resolution(std::size_t width, double centroid_norm);

struct CentroidPair {
  std::size_t first = 0, second = 0;  ///< first < second
};

/// Two centroids of clusters with rows that lie within their label_resolution of each other, or nothing. k
/// log k steps unless many centroids lie close in one coordinate.
[[nodiscard]] std::optional<CentroidPair> find_unresolved(std::span<const float> centroids,
                                                          std::span<const std::int64_t> sizes);

}  // namespace chorus::kmeans
