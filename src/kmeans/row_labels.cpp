#include "chorus/kmeans/row_labels.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

namespace chorus::kmeans {
namespace {

/// Blocks assigned before their moved rows are looked at: few enough that features and labels are still in
/// the cache.
constexpr std::size_t kChunk = 4;

/// Moves rows of one block from their old clusters' totals to their new ones'.
class BlockMover {
 public:
  BlockMover(const GridTotals& grid, ClusterTotals& totals)
      : totals_(totals),
        inverse_step_(grid.inverse_step.begin(), grid.inverse_step.end()),
        multiples_(grid.step.size() * features::kLanes) {}

  void enter(const float* block) {
    count_steps(block, inverse_step_.size(), inverse_step_.data(), multiples_.data());
  }
  void add(std::size_t lane, std::size_t cluster) {
    std::int64_t* sum = totals_.sum.data() + cluster * inverse_step_.size();
    for (std::size_t j = 0; j < inverse_step_.size(); ++j) sum[j] += multiples_[j * features::kLanes + lane];
    ++totals_.count[cluster];
  }
  void take(std::size_t lane, std::size_t cluster) {
    std::int64_t* sum = totals_.sum.data() + cluster * inverse_step_.size();
    for (std::size_t j = 0; j < inverse_step_.size(); ++j) sum[j] -= multiples_[j * features::kLanes + lane];
    --totals_.count[cluster];
  }

 private:
  ClusterTotals& totals_;
  features::AlignedVector<float> inverse_step_;
  features::AlignedVector<std::int32_t> multiples_;
};

}  // namespace

RowLabels::RowLabels(const features::RowBlocks& rows, std::size_t k) {
  assert(k >= 1 && k <= kMaxClusters);
  const std::size_t lanes = rows.blocks() * features::kLanes;
  if (k <= 256) {
    narrow_.resize(lanes);
  } else {
    wide_.resize(lanes);
  }
  totals_.sum.assign(k * rows.width(), 0);
  totals_.count.assign(k, 0);
}

template <class Label>
std::int64_t RowLabels::assign_as(std::vector<Label, features::CacheAligned<Label>>& labels,
                                  const features::RowBlocks& rows, const CentroidTable& centroids,
                                  const GridTotals& grid) {
  std::array<Label, kChunk * features::kLanes> fresh;  // NOLINT: written before it is read
  std::array<std::uint64_t, kChunk> changed;           // NOLINT
  std::int64_t moved = 0;
  BlockMover mover(grid, totals_);
  for (std::size_t first = 0; first < rows.blocks(); first += kChunk) {
    const std::size_t count = std::min(kChunk, rows.blocks() - first);
    Label* old = labels.data() + first * features::kLanes;
    assign_blocks(rows.block(first), count, centroids, old, fresh.data(), changed.data());
    for (std::size_t b = 0; b < count; ++b) {
      const std::size_t filled = rows.rows_in(first + b);
      const std::uint64_t valid =
          filled == features::kLanes ? ~std::uint64_t{0} : (std::uint64_t{1} << filled) - 1;
      std::uint64_t lanes = (labelled_ ? changed[b] : ~std::uint64_t{0}) & valid;
      if (lanes == 0) continue;
      moved += std::popcount(lanes);
      mover.enter(rows.block(first + b));
      for (; lanes != 0; lanes &= lanes - 1) {
        const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
        const std::size_t at = b * features::kLanes + lane;
        if (labelled_) mover.take(lane, old[at]);
        mover.add(lane, fresh[at]);
      }
    }
    std::copy_n(fresh.begin(), count * features::kLanes, old);
  }
  return moved;
}

std::int64_t RowLabels::assign(const features::RowBlocks& rows, const CentroidTable& centroids,
                               const GridTotals& grid) {
  const std::int64_t moved =
      wide_.empty() ? assign_as(narrow_, rows, centroids, grid) : assign_as(wide_, rows, centroids, grid);
  labelled_ = true;
  return moved;
}

}  // namespace chorus::kmeans
