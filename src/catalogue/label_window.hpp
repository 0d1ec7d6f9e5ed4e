// Labels and scores of consecutive rows, gathered on rank 0 a window at a time, so that it never holds them
// all.
#pragma once

#include "chorus/catalogue/labelled_export.hpp"

#include <span>
#include <vector>

namespace chorus::catalogue {

/// Rows in a window, at most.
inline constexpr RowIndex kWindowRows = 65536;

/// n = range.size().
struct LabelWindow {
  RowRange range;
  std::vector<Label> labels;   ///< n
  std::vector<double> scores;  ///< n x columns, row-major
  std::size_t score_columns = 0;
  [[nodiscard]] std::span<const double> scores_of(RowIndex row) const {
    return std::span(scores).subspan(static_cast<std::size_t>(row - range.begin) * score_columns,
                                     score_columns);
  }
  [[nodiscard]] Label label_of(RowIndex row) const {
    return labels[static_cast<std::size_t>(row - range.begin)];
  }
};

/// Collective. The window of `range` on rank 0, empty elsewhere; shards ascend with the rank and leave no
/// gap.
[[nodiscard]] LabelWindow gather_window(const comm::Communicator& comm, const LabelledRows& mine,
                                        RowRange range);

}  // namespace chorus::catalogue
