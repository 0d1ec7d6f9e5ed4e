#include "chorus/core/row_partition.hpp"

#include <algorithm>
#include <cassert>

namespace chorus {

RowPartition::RowPartition(RowIndex rows, int ranks) : rows_(rows), ranks_(ranks) {
  assert(rows >= 0 && ranks > 0);
}

RowRange RowPartition::range(int rank) const {
  assert(0 <= rank && rank < ranks_);
  const RowIndex share = rows_ / ranks_;
  const RowIndex larger = rows_ % ranks_;
  const RowIndex begin = share * rank + std::min<RowIndex>(rank, larger);
  return {begin, begin + share + (rank < larger ? 1 : 0)};
}

int RowPartition::owner(RowIndex row) const {
  assert(0 <= row && row < rows_);
  const RowIndex share = rows_ / ranks_;
  const RowIndex larger = rows_ % ranks_;
  const RowIndex in_larger = larger * (share + 1);
  if (row < in_larger) return static_cast<int>(row / (share + 1));
  return static_cast<int>(larger + (row - in_larger) / share);
}

}  // namespace chorus
