// Per feature: the smallest and largest finite value, and how many cells of each kind there are.
#pragma once

#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/communicator.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace chorus::catalogue {

class CellTally {
 public:
  explicit CellTally(std::size_t width);

  /// Counts the cells of `values` (n x width). Local.
  void count(std::span<const double> values);

  /// Collective. Fills range, missing, not_numeric and not_finite of `info` with the totals of all ranks.
  void describe(const comm::Communicator& comm, CatalogueInfo& info) const;

 private:
  /// One row, which has cells that are missing or not finite.
  void count_by_kind(const double* row);
  static constexpr std::size_t kKinds = 4;
  std::vector<double> min_, max_;
  std::vector<std::int64_t> kinds_;  // kKinds x width
};

}  // namespace chorus::catalogue
