#include "chorus/report/display_window.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>

namespace chorus::report {
namespace {

// The code of a magnitude: exponent from -127 (all that is smaller) to 128 (all that is larger), then five
// bits of mantissa, cut off, so that code m stands for the magnitudes in [lowest(m), lowest(m + 1)).
constexpr int kMantissaBits = 5;
constexpr int kMagnitudes = 256 << kMantissaBits;

int magnitude_code(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value) & ~(std::uint64_t{1} << 63U);
  const int exponent = static_cast<int>(bits >> 52U) - 1023;
  if (exponent <= -127) return 0;
  if (exponent > 128) return kMagnitudes - 1;
  const auto mantissa = static_cast<int>((bits >> (52U - kMantissaBits)) & ((1U << kMantissaBits) - 1));
  return ((exponent + 127) << kMantissaBits) | mantissa;
}

double lowest(int magnitude) {
  if (magnitude >> kMantissaBits == 0) return 0;
  if (magnitude >= kMagnitudes) return std::numeric_limits<double>::infinity();
  const double mantissa = 1.0 + static_cast<double>(magnitude & ((1 << kMantissaBits) - 1)) / 32.0;
  return std::ldexp(mantissa, (magnitude >> kMantissaBits) - 127);
}

// Codes of values, in the order of the values: the negative ones first, by falling magnitude.
int code_of(double value) {
  const int magnitude = magnitude_code(value);
  return std::signbit(value) ? kMagnitudes - 1 - magnitude : kMagnitudes + magnitude;
}

Interval span_of(int code) {
  if (code >= kMagnitudes) return {lowest(code - kMagnitudes), lowest(code - kMagnitudes + 1)};
  const int magnitude = kMagnitudes - 1 - code;
  return {-lowest(magnitude + 1), -lowest(magnitude)};
}

}  // namespace

WindowCounter::WindowCounter()
    : counts_(std::size_t{2} * kMagnitudes, 0),
      smallest_(std::numeric_limits<double>::infinity()),
      largest_(-std::numeric_limits<double>::infinity()) {}

void WindowCounter::add(double value) {
  assert(std::isfinite(value));
  value += 0.0;  // -0 becomes +0, so that the sign of a zero depends on no order
  ++counts_[static_cast<std::size_t>(code_of(value))];
  smallest_ = std::min(smallest_, value);
  largest_ = std::max(largest_, value);
}

Interval WindowCounter::window(double tail) const {
  std::int64_t total = 0;
  for (const std::int64_t count : counts_) total += count;
  if (total == 0) return {0, 1};
  const auto spare = static_cast<std::int64_t>(tail * static_cast<double>(total));
  int low = 0;
  for (std::int64_t passed = 0;; ++low) {
    passed += counts_[static_cast<std::size_t>(low)];
    if (passed > spare) break;
  }
  int high = 2 * kMagnitudes - 1;
  for (std::int64_t passed = 0;; --high) {
    passed += counts_[static_cast<std::size_t>(high)];
    if (passed > spare) break;
  }
  const Interval window{std::max(span_of(low).low, smallest_), std::min(span_of(high).high, largest_)};
  // Halves, because the width of a window from -1e308 to 1e308 is no double.
  if (window.high / 2 - window.low / 2 > 0) return window;
  const double half = std::max(0.5, std::abs(window.low) / 128);
  return {std::max(window.low - half, std::numeric_limits<double>::lowest()),
          std::min(window.low + half, std::numeric_limits<double>::max())};
}

void reduce(const comm::Communicator& comm, std::span<WindowCounter> counters) {
  std::vector<double> smallest;
  std::vector<double> largest;
  for (WindowCounter& counter : counters) {
    comm.sum(counter.counts());
    smallest.push_back(counter.smallest());
    largest.push_back(counter.largest());
  }
  comm.min(smallest);
  comm.max(largest);
  for (std::size_t i = 0; i < counters.size(); ++i) counters[i].set_extremes(smallest[i], largest[i]);
}

}  // namespace chorus::report
