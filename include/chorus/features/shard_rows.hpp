// The rows of one rank's shard, read in order and as often as asked, in blocks of bounded size.
#pragma once

#include "chorus/core/row_partition.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace chorus::features {

class ShardRows {
 public:
  /// Reads rows of a range of the catalogue into (range.size() x width) doubles, row-major. Local; may throw.
  using Read = std::function<void(RowRange, std::span<double>)>;

  /// @param keep_bytes a shard that fits into so much memory is read once and kept
  ShardRows(RowRange shard, std::size_t width, Read read, std::size_t keep_bytes = std::size_t{24} << 20U);

  [[nodiscard]] RowRange range() const { return range_; }
  [[nodiscard]] std::size_t width() const { return width_; }

  /// Local. Calls visit(first_row, values) for consecutive blocks of the shard; values are rows x width,
  /// row-major, and valid during the call. Throws what reading throws.
  void for_each_block(const std::function<void(RowIndex, std::span<const double>)>& visit) const;

  static constexpr RowIndex kBlockRows = 4096;

 private:
  RowRange range_;
  std::size_t width_;
  Read read_;
  bool keep_;
  mutable std::vector<double> kept_;
};

}  // namespace chorus::features
