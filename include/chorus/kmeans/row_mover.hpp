// Takes rows from the totals of their old clusters and adds them to those of their new ones. Local;
// vectorised over features, dispatched at run time; integers, so exact.
#pragma once

#include "chorus/features/row_blocks.hpp"
#include "chorus/kmeans/grid_totals.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chorus::kmeans {

/// A row is padded to a whole number of the widest vectors of floats.
inline constexpr std::size_t kRowPadding = 16;

/// Rows of one block that change clusters. Label is std::uint8_t or std::uint16_t.
template <class Label>
struct BlockMoves {
  const float* block;   ///< width x kLanes
  std::uint64_t lanes;  ///< which rows, bit l for lane l
  const Label* from;    ///< kLanes old labels; null: the rows have had none
  const Label* to;      ///< kLanes new labels
};

class RowMover {
 public:
  RowMover() = default;
  /// @param width features
  RowMover(std::size_t clusters, std::size_t width);

  /// What one takes, in bytes.
  [[nodiscard]] static std::size_t bytes(std::size_t clusters, std::size_t width);

  /// To be called before any move.
  /// @param inverse_step width powers of two: a coordinate times its own is a whole number of at most 2^23
  void count_in(std::span<const double> inverse_step);

  template <class Label>
  void move(const BlockMoves<Label>& moves);

  /// The totals of the rows moved so far.
  [[nodiscard]] ClusterTotals totals() const;

 private:
  std::size_t width_ = 0;
  features::AlignedVector<std::int64_t> sum_;  ///< clusters x padded width
  std::vector<std::int64_t> count_;
  features::AlignedVector<float> inverse_step_;  ///< padded width, zeros behind
  features::AlignedVector<float> rows_;  ///< kLanes x padded width: the moving rows one behind another
};

}  // namespace chorus::kmeans
