// The elbow of a falling curve. Local.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace chorus::quality {

/// One point of a curve.
struct CurvePoint {
  double x = 0;
  double y = 0;
};

/// The index of the elbow of a decreasing, convex curve, or nothing where no elbow is clear.
///
/// Kneedle (Satopaa, Albrecht, Irwin, Raghavan: "Finding a 'kneedle' in a haystack: detecting knee points in
/// system behavior", ICDCSW 2011) with sensitivity 1 and without smoothing, which would need more points than
/// a range of k has: both axes are scaled to [0, 1], y is turned upside down, and the difference D = y - x is
/// taken. A local maximum of D is an elbow if D falls below it by more than the mean step of x before it
/// rises again. Of several elbows the one with the largest D is returned, and the first of equals.
/// @pre x ascends strictly. Fewer than 3 points, a flat curve or a value that is not finite have no elbow.
[[nodiscard]] std::optional<std::size_t> kneedle(std::span<const CurvePoint> curve);

}  // namespace chorus::quality
