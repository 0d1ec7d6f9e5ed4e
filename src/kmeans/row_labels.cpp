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

}  // namespace

RowLabels::RowLabels(const features::RowBlocks& rows, std::size_t k)
    : labels_(rows.rows(), k), mover_(k, rows.width()) {
  assert(k >= 1 && k <= kMaxClusters);
}

template <class Label>
std::int64_t RowLabels::assign_as(std::vector<Label, features::CacheAligned<Label>>& labels,
                                  const features::RowBlocks& rows, std::size_t first, std::size_t last,
                                  const CentroidTable& centroids, RowsIn where) {
  std::array<Label, kChunk * features::kLanes> fresh;  // NOLINT: written before it is read
  std::array<std::uint64_t, kChunk> changed;           // NOLINT
  std::int64_t moved = 0;
  for (; first < last; first += kChunk) {
    const std::size_t count = std::min(kChunk, last - first);
    Label* old = labels.data() + first * features::kLanes;
    assign_blocks(rows.block(first), count, centroids, old, fresh.data(), changed.data(), where);
    for (std::size_t b = 0; b < count; ++b) {
      const std::size_t filled = rows.rows_in(first + b);
      const std::uint64_t valid =
          filled == features::kLanes ? ~std::uint64_t{0} : (std::uint64_t{1} << filled) - 1;
      const std::uint64_t lanes = (labelled_ ? changed[b] : ~std::uint64_t{0}) & valid;
      if (lanes == 0) continue;
      moved += std::popcount(lanes);
      const std::size_t at = b * features::kLanes;
      mover_.move(
          BlockMoves<Label>{rows.block(first + b), lanes, labelled_ ? old + at : nullptr, fresh.data() + at});
    }
    std::copy_n(fresh.begin(), count * features::kLanes, old);
  }
  return moved;
}

std::int64_t RowLabels::assign_part(const features::RowBlocks& rows, std::size_t first, std::size_t last,
                                    const CentroidTable& centroids, const GridTotals& grid, RowsIn where) {
  if (first == 0) mover_.count_in(grid.inverse_step);
  const std::int64_t moved = labels_.wide().empty()
                                 ? assign_as(labels_.narrow(), rows, first, last, centroids, where)
                                 : assign_as(labels_.wide(), rows, first, last, centroids, where);
  if (last == rows.blocks()) labelled_ = true;
  return moved;
}

std::int64_t RowLabels::assign(const features::RowBlocks& rows, const CentroidTable& centroids,
                               const GridTotals& grid) {
  return assign_part(rows, 0, rows.blocks(), centroids, grid, RowsIn::kMemory);
}

}  // namespace chorus::kmeans
