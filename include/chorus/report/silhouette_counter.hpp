// Silhouette widths by cluster, as exact counts: the sorted widths of any number of rows in bounded memory,
// to within half a bin (SilhouetteWidths::bins_for).
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/exact_sum.hpp"
#include "chorus/report/report_data.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace chorus::report {

class SilhouetteCounter {
 public:
  explicit SilhouetteCounter(int clusters);
  /// @pre -1 <= width <= 1
  void add(Label cluster, double width);
  /// Collective. Afterwards every rank holds the totals of all ranks. Every row counts where it was added, so
  /// each measured row must be added on one rank only.
  void reduce(const comm::Communicator& comm);
  [[nodiscard]] SilhouetteWidths widths() const;

 private:
  std::size_t bins_;
  std::vector<std::int64_t> counts_;  // k x bins
  ExactScale scale_;
  std::vector<Int128> sums_;
};

}  // namespace chorus::report
