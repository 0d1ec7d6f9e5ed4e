// What fits that advance together may take on a rank: named once, for the sweep, the seeding, and whoever
// foretells their memory.
#pragma once

#include <algorithm>
#include <cstddef>

namespace chorus::kmeans {

/// Bytes for fits in progress: labels, totals and centroids ...
inline constexpr std::size_t kFitBytesPerRow = 8;
/// ... and for fits that are seeded together: the distance of every row to its nearest point.
inline constexpr std::size_t kSeedingBytesPerRow = 16;
/// Either may take so much where rows are few. One fit is always in progress, whatever it takes.
inline constexpr std::size_t kLeastBudget = std::size_t{32} << 20U;

/// @param rows of the rank that has most
[[nodiscard]] constexpr std::size_t budget(std::size_t bytes_per_row, std::size_t rows) {
  return std::max(kLeastBudget, bytes_per_row * rows);
}

}  // namespace chorus::kmeans
