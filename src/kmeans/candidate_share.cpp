#include "candidate_share.hpp"

#include <array>
#include <cassert>
#include <limits>

namespace chorus::kmeans {
namespace {

using features::kLanes;
using Lanes = std::array<float, kLanes>;

/// Squared distances of a block's rows to a point: a lane a row, each operation rounded once, so that the
/// bits do not depend on how wide the vectors are that the compiler chooses.
Lanes squared_distances(const float* block, std::size_t width, const float* point) {
  Lanes sums{};
  for (std::size_t j = 0; j < width; ++j) {
    const float* x = block + j * kLanes;
    const float c = point[j];
    for (std::size_t l = 0; l < kLanes; ++l) {
      const float e = x[l] - c;
      sums[l] += e * e;
    }
  }
  return sums;
}

}  // namespace

CandidateShare::CandidateShare(std::span<const float> points, std::span<const std::int64_t> counts,
                               std::size_t d, RowRange mine, WeightScale scale)
    : mine_(mine),
      scale_(scale),
      blocks_(mine.size(), d),
      counts_(blocks_.blocks() * kLanes, 0),
      nearest_(counts_.size(), std::numeric_limits<float>::max()),
      weights_(counts_.size(), 0),
      block_sums_(blocks_.blocks(), 0) {
  for (RowIndex i = 0; i < mine.size(); ++i) {
    const auto from = static_cast<std::size_t>(mine.begin + i);
    for (std::size_t j = 0; j < d; ++j) blocks_.set(i, j, points[from * d + j]);
    const auto lane = static_cast<std::size_t>(i);
    counts_[lane] = counts[from];
    weights_[lane] = counts[from];
    block_sums_[lane / kLanes] += weights_[lane];
    total_ += weights_[lane];
  }
}

Int128 CandidateShare::total_with(const float* point) const {
  Int128 total = total_;
  for (std::size_t b = 0; b < blocks_.blocks(); ++b) {
    const Lanes there = squared_distances(blocks_.block(b), blocks_.width(), point);
    const float* nearest = nearest_.data() + b * kLanes;
    // Few candidates come nearer to any one point: only their weights are reckoned.
    int nearer = 0;
    for (std::size_t l = 0; l < kLanes; ++l) nearer += there[l] < nearest[l] ? 1 : 0;
    if (nearer == 0) continue;
    for (std::size_t l = 0; l < kLanes; ++l) {
      if (there[l] >= nearest[l]) continue;
      const std::size_t lane = b * kLanes + l;
      total += Int128{scale_.weight(there[l])} * counts_[lane] - weights_[lane];
    }
  }
  return total;
}

void CandidateShare::add(const float* point) {
  total_ = 0;
  for (std::size_t b = 0; b < blocks_.blocks(); ++b) {
    const Lanes there = squared_distances(blocks_.block(b), blocks_.width(), point);
    for (std::size_t l = 0; l < kLanes; ++l) {
      const std::size_t lane = b * kLanes + l;
      if (there[l] >= nearest_[lane]) continue;
      nearest_[lane] = there[l];
      const Int128 weight = Int128{scale_.weight(there[l])} * counts_[lane];
      block_sums_[b] += weight - weights_[lane];
      weights_[lane] = weight;
    }
    total_ += block_sums_[b];
  }
}

RowIndex CandidateShare::find(Int128 target) const {
  assert(target >= 0 && target < total_);
  std::size_t block = 0;
  while (target >= block_sums_[block]) target -= block_sums_[block++];
  std::size_t lane = block * kLanes;
  while (target >= weights_[lane]) target -= weights_[lane++];
  return mine_.begin + static_cast<RowIndex>(lane);
}

}  // namespace chorus::kmeans
