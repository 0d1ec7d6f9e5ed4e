// The inner loop of K-Means: the nearest centroid of every row of a range of row blocks. Local; vectorised
// with a row a lane, dispatched at run time, with the same result bits for every target (DESIGN: one lane one
// row).
#pragma once

#include "chorus/features/row_blocks.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chorus::kmeans {

/// k centroids of d features as the kernel reads them: negated coordinates and half squared norms.
class CentroidTable {
 public:
  /// @param centroids k x d, row-major, in the kernels' coordinates
  CentroidTable(std::span<const float> centroids, std::size_t width);
  [[nodiscard]] std::size_t k() const { return half_norm_.size(); }
  [[nodiscard]] std::size_t width() const { return width_; }
  /// k x d: -c[i][j].
  [[nodiscard]] const float* negated() const { return negated_.data(); }
  /// k: |c[i]|^2 / 2, summed in double over ascending features, rounded once.
  [[nodiscard]] const float* half_norm() const { return half_norm_.data(); }
  [[nodiscard]] float coordinate(std::size_t centroid, std::size_t feature) const {
    return -negated_[centroid * width_ + feature];
  }

 private:
  std::size_t width_;
  features::AlignedVector<float> negated_;
  features::AlignedVector<float> half_norm_;
};

/// Where the rows are. From memory the kernel fetches blocks ahead, which only costs time in the cache.
enum class RowsIn : bool { kMemory, kCache };

/// The centroid with the smallest t, the lowest index on a tie, where t = |c|^2 / 2 and then t = fma(-x_j,
/// c_j, t) for j ascending, in float; how finely that tells centroids apart: label_resolution.hpp. Writes the
/// labels, and for every block which lanes differ from the old ones.
/// @param blocks count blocks of kLanes rows, width x kLanes floats each (RowBlocks::block)
/// @param old count * kLanes labels
/// @param labels count * kLanes, does not overlap old
/// @param changed count bit masks, bit l for lane l
void assign_blocks(const float* blocks, std::size_t count, const CentroidTable& centroids,
                   const std::uint8_t* old, std::uint8_t* labels, std::uint64_t* changed,
                   RowsIn where = RowsIn::kMemory);
void assign_blocks(const float* blocks, std::size_t count, const CentroidTable& centroids,
                   const std::uint16_t* old, std::uint16_t* labels, std::uint64_t* changed,
                   RowsIn where = RowsIn::kMemory);

}  // namespace chorus::kmeans
