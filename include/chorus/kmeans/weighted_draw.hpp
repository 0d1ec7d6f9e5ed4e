// Draws rows with probability proportional to their weight (distance to the nearest chosen point), so that
// the drawn row does not depend on how rows are divided among ranks.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/kmeans/distance_kernel.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace chorus::kmeans {

/// The distance of every row of this rank to the nearest point chosen so far, and the sums of weights that
/// find a drawn row fast.
class NearestDistances {
 public:
  NearestDistances(const features::RowBlocks& rows, WeightScale scale);

  /// Local. Takes a further point (d coordinates) into account.
  void add_point(const float* point);
  /// Local. Takes further points (points x d) into account: rows come from memory once for all of them.
  void add_points(std::span<const float> points);
  /// Local. For points x d candidates: the sum of this rank's weights if each were added.
  [[nodiscard]] std::vector<Int128> weigh(std::span<const float> points) const;
  /// Local. The sum of this rank's weights.
  [[nodiscard]] Int128 total() const { return total_; }
  /// Local. The row at which the running sum of weights first exceeds `target`. @pre 0 <= target < total()
  [[nodiscard]] RowIndex find(Int128 target) const;
  [[nodiscard]] std::int64_t weight(RowIndex row) const {
    return scale_.weight(distances_[static_cast<std::size_t>(row)]);
  }

 private:
  const features::RowBlocks* rows_;
  WeightScale scale_;
  features::AlignedVector<float> distances_;  // one a lane; lanes behind the last row hold 0
  std::vector<std::int64_t> chunk_sums_;      // of kWeighedBlocks blocks each
  Int128 total_ = 0;
};

}  // namespace chorus::kmeans
