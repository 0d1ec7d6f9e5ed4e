#include "cell_tally.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace chorus::catalogue {

CellTally::CellTally(std::size_t width)
    : min_(width, std::numeric_limits<double>::infinity()),
      max_(width, -std::numeric_limits<double>::infinity()),
      kinds_(kKinds * width) {}

void CellTally::count(std::span<const double> values) {
  const std::size_t width = min_.size();
  double* const least = min_.data();
  double* const most = max_.data();
  for (std::size_t at = 0; at < values.size(); at += width) {
    const double* const row = values.data() + at;
    double zero = 0;  // NaN if a cell of the row is not finite: such rows are rare
    for (std::size_t j = 0; j < width; ++j) zero += row[j] - row[j];
    if (!(zero == 0)) {
      count_by_kind(row);
      continue;
    }
    for (std::size_t j = 0; j < width; ++j) {
      // Adding zero makes -0 into +0, so that the range's sign of zero depends on no order.
      least[j] = std::min(least[j], row[j] + 0.0);
      most[j] = std::max(most[j], row[j] + 0.0);
    }
  }
}

void CellTally::count_by_kind(const double* row) {
  const std::size_t width = min_.size();
  for (std::size_t j = 0; j < width; ++j) {
    const double value = row[j] + 0.0;
    if (std::isfinite(value)) {
      min_[j] = std::min(min_[j], value);
      max_[j] = std::max(max_[j], value);
    } else {
      const CellKind kind = std::isnan(value) ? cell_kind(row[j]) : CellKind::kNotFinite;
      ++kinds_[static_cast<std::size_t>(kind) * width + j];
    }
  }
}

void CellTally::describe(const comm::Communicator& comm, CatalogueInfo& info) const {
  const std::size_t width = min_.size();
  std::vector<double> min = min_;
  std::vector<double> max = max_;
  std::vector<std::int64_t> kinds = kinds_;
  comm.min(std::span<double>(min));
  comm.max(std::span<double>(max));
  comm.sum(std::span<std::int64_t>(kinds));
  info.range.clear();
  for (std::size_t j = 0; j < width; ++j) info.range.push_back({min[j], max[j]});
  const auto of_kind = [&](CellKind kind) {
    const auto begin = kinds.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(kind) * width);
    return std::vector<std::int64_t>(begin, begin + static_cast<std::ptrdiff_t>(width));
  };
  info.missing = of_kind(CellKind::kMissing);
  info.not_numeric = of_kind(CellKind::kNotNumeric);
  info.not_finite = of_kind(CellKind::kNotFinite);
}

}  // namespace chorus::catalogue
