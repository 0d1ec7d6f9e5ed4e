#include "chorus/quality/kneedle.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace chorus::quality {

namespace {

/// Whether D falls from its local maximum at `top` below the threshold before it turns upwards.
bool falls_clearly(const std::vector<double>& difference, std::size_t top, double mean_step) {
  for (std::size_t i = top + 1; i < difference.size(); ++i) {
    if (difference[i] < difference[top] - mean_step) return true;
    if (i + 1 < difference.size() && difference[i + 1] > difference[i]) return false;
  }
  return false;
}

}  // namespace

std::optional<std::size_t> kneedle(std::span<const CurvePoint> curve) {
  if (curve.size() < 3) return std::nullopt;
  for (const CurvePoint& point : curve) {
    if (!std::isfinite(point.x) || !std::isfinite(point.y)) return std::nullopt;
  }
  const auto [low, high] = std::minmax_element(
      curve.begin(), curve.end(), [](const CurvePoint& a, const CurvePoint& b) { return a.y < b.y; });
  const double x_range = curve.back().x - curve.front().x;
  const double y_range = high->y - low->y;
  if (!(y_range > 0) || !(x_range > 0)) return std::nullopt;

  std::vector<double> difference;
  difference.reserve(curve.size());
  for (const CurvePoint& point : curve) {
    difference.push_back((high->y - point.y) / y_range - (point.x - curve.front().x) / x_range);
  }
  const double mean_step = 1.0 / static_cast<double>(curve.size() - 1);
  std::optional<std::size_t> best;
  for (std::size_t i = 1; i + 1 < curve.size(); ++i) {
    const bool top = difference[i] > difference[i - 1] && difference[i] >= difference[i + 1];
    if (!top || !falls_clearly(difference, i, mean_step)) continue;
    if (!best || difference[i] > difference[*best]) best = i;
  }
  return best;
}

}  // namespace chorus::quality
