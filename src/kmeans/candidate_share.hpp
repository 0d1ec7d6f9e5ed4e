// A rank's share of the candidates of k-means||, for drawing k of them: weighted, by integers, so that sums
// over ranks do not depend on who holds what. Local.
#pragma once

#include "chorus/core/row_partition.hpp"
#include "chorus/core/types.hpp"
#include "chorus/features/row_blocks.hpp"
#include "chorus/kmeans/distance_kernel.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace chorus::kmeans {

class CandidateShare {
 public:
  /// Candidates `mine` of all. @param points all x d; @param counts all: rows nearest to each
  CandidateShare(std::span<const float> points, std::span<const std::int64_t> counts, std::size_t d,
                 RowRange mine, WeightScale scale);

  /// The sum of weights: a candidate's count times its distance to the nearest point that was added, in units
  /// of the scale; its count alone before the first.
  [[nodiscard]] Int128 total() const { return total_; }
  /// What the sum would be if this point (d coordinates) were added.
  [[nodiscard]] Int128 total_with(const float* point) const;
  void add(const float* point);
  /// The candidate, of all, at which the running sum first exceeds `target`. @pre 0 <= target < total()
  [[nodiscard]] RowIndex find(Int128 target) const;

 private:
  RowRange mine_;
  WeightScale scale_;
  features::RowBlocks blocks_;
  std::vector<std::int64_t> counts_;  // one a lane; 0 behind the last
  std::vector<float> nearest_;        // one a lane
  std::vector<Int128> weights_;       // one a lane
  std::vector<Int128> block_sums_;
  Int128 total_ = 0;
};

}  // namespace chorus::kmeans
