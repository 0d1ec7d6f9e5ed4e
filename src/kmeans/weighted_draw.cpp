#include "chorus/kmeans/weighted_draw.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace chorus::kmeans {

NearestDistances::NearestDistances(const features::RowBlocks& rows, WeightScale scale)
    : rows_(&rows),
      scale_(scale),
      distances_(rows.blocks() * features::kLanes, std::numeric_limits<float>::max()) {
  std::fill(distances_.begin() + rows.rows(), distances_.end(), 0.0F);
  chunk_sums_.resize((rows.blocks() + kWeighedBlocks - 1) / kWeighedBlocks);
}

void NearestDistances::add_point(const float* point) {
  total_ = 0;
  for (std::size_t chunk = 0; chunk < chunk_sums_.size(); ++chunk) {
    const std::size_t first = chunk * kWeighedBlocks;
    const std::size_t count = std::min(kWeighedBlocks, rows_->blocks() - first);
    chunk_sums_[chunk] = bring_nearer(rows_->block(first), count, rows_->width(), point, scale_,
                                      distances_.data() + first * features::kLanes);
    total_ += chunk_sums_[chunk];
  }
}

void NearestDistances::add_points(std::span<const float> points) {
  if (points.empty()) return;
  const std::size_t width = rows_->width();
  total_ = 0;
  for (std::size_t chunk = 0; chunk < chunk_sums_.size(); ++chunk) {
    const std::size_t first = chunk * kWeighedBlocks;
    const std::size_t count = std::min(kWeighedBlocks, rows_->blocks() - first);
    for (std::size_t p = 0; p < points.size(); p += width) {
      chunk_sums_[chunk] = bring_nearer(rows_->block(first), count, width, points.data() + p, scale_,
                                        distances_.data() + first * features::kLanes);
    }
    total_ += chunk_sums_[chunk];
  }
}

std::vector<Int128> NearestDistances::weigh(std::span<const float> points) const {
  const std::size_t number = points.size() / rows_->width();
  std::vector<Int128> totals(number, 0);
  std::vector<std::int64_t> sums(number);
  for (std::size_t first = 0; first < rows_->blocks(); first += kWeighedBlocks) {
    const std::size_t count = std::min(kWeighedBlocks, rows_->blocks() - first);
    std::fill(sums.begin(), sums.end(), 0);
    weigh_points(rows_->block(first), count, rows_->width(), points.data(), number, scale_,
                 distances_.data() + first * features::kLanes, sums.data());
    for (std::size_t p = 0; p < number; ++p) totals[p] += sums[p];
  }
  return totals;
}

RowIndex NearestDistances::find(Int128 target) const {
  assert(target >= 0 && target < total_);
  std::size_t chunk = 0;
  while (target >= chunk_sums_[chunk]) target -= chunk_sums_[chunk++];
  auto row = static_cast<RowIndex>(chunk * kWeighedBlocks * features::kLanes);
  for (std::int64_t w = weight(row); target >= w; w = weight(row)) {
    target -= w;
    ++row;
  }
  return row;
}

}  // namespace chorus::kmeans
