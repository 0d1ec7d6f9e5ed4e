// Consecutive rows of the catalogue with what a run found for them: what the report's counts are made from.
#pragma once

#include "chorus/core/types.hpp"

#include <cassert>
#include <functional>
#include <span>

namespace chorus::report {

/// n rows, d features. Rows in no cluster (kNoLabel, kNoise) are passed over (their values and scores are not
/// read).
struct RowBlock {
  RowIndex first_row = 0;          ///< global row of the first
  std::span<const double> values;  ///< n x d, row-major, original units, finite
  std::span<const double> scores;  ///< n x 2, PC1 and PC2 (PC2 = 0 where only one component was kept)
  std::span<const Label> labels;   ///< n
  [[nodiscard]] std::size_t rows() const { return labels.size(); }
};

/// Hands this rank's rows, block by block, to the function it is given. Called more than once, each time from
/// the first row; must not communicate. How rows are cut into blocks does not matter.
using RowSource = std::function<void(const std::function<void(const RowBlock&)>&)>;

}  // namespace chorus::report
