// Sums of distances by sampled row and cluster, as the kernel adds them up: a sampled row a lane. Local.
#pragma once

#include "chorus/features/row_blocks.hpp"
#include "chorus/pairs/distance_tile.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace chorus::pairs {

class LaneSums {
 public:
  LaneSums(std::size_t sampled_blocks, std::size_t clusters)
      : stride_(clusters * features::kLanes), totals_(sampled_blocks * stride_, 0) {}

  /// Adds a tile of data rows to a block of sampled rows. @param first_cluster of each labelling
  void add(std::size_t sampled_block, const Tile& tile, std::span<const LabelRuns> runs,
           std::span<const std::size_t> first_cluster) {
    for (std::size_t f = 0; f < runs.size(); ++f) {
      add_runs(tile, runs[f], totals_.data() + sampled_block * stride_ + first_cluster[f] * features::kLanes);
    }
  }
  [[nodiscard]] std::int64_t at(std::size_t sampled, std::size_t cluster) const {
    return totals_[sampled / features::kLanes * stride_ + cluster * features::kLanes +
                   sampled % features::kLanes];
  }
  /// sampled blocks x clusters x kLanes, to be added up over ranks where they stand.
  [[nodiscard]] std::span<std::int64_t> all() { return totals_; }

 private:
  std::size_t stride_;
  features::AlignedVector<std::int64_t> totals_;
};

}  // namespace chorus::pairs
