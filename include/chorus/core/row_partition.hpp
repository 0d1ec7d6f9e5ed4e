// The only place that divides rows among ranks.
#pragma once

#include "chorus/core/types.hpp"

namespace chorus {

/// A half-open range of rows [begin, end).
struct RowRange {
  RowIndex begin = 0;
  RowIndex end = 0;
  [[nodiscard]] RowIndex size() const { return end - begin; }
  [[nodiscard]] bool empty() const { return begin == end; }
  [[nodiscard]] bool contains(RowIndex row) const { return begin <= row && row < end; }
  friend bool operator==(const RowRange&, const RowRange&) = default;
};

/// `rows` rows dealt to `ranks` ranks in contiguous ranges whose sizes differ by at most one, the larger
/// first. Ranks beyond the number of rows own an empty range.
class RowPartition {
 public:
  RowPartition(RowIndex rows, int ranks);
  [[nodiscard]] RowIndex rows() const { return rows_; }
  [[nodiscard]] int ranks() const { return ranks_; }
  [[nodiscard]] RowRange range(int rank) const;
  /// The rank that owns `row`. @pre 0 <= row < rows()
  [[nodiscard]] int owner(RowIndex row) const;

 private:
  RowIndex rows_;
  int ranks_;
};

}  // namespace chorus
