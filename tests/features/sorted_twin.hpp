// Quantiles the plain way: sort, then numpy's linear interpolation.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace chorus::features {

inline double sorted_quantile(std::vector<double> values, double probability) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::ranges::sort(values);
  const double place = probability * static_cast<double>(values.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const double a = values[low];
  const double b = values[std::min(low + 1, values.size() - 1)];
  const double share = place - std::floor(place);
  return share < 0.5 ? a + (b - a) * share : b - (b - a) * (1 - share);
}

}  // namespace chorus::features
