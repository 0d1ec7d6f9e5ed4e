// Which part of an axis a chart shows. One wild value (a duration of 90 minutes among pop songs) would
// squeeze all others into one bin, so a chart's window covers the central 99.5 % of the rows and no more than
// it must.
//
// Values are counted by the leading 14 bits of their float representation (sign, exponent, 5 bits of
// mantissa), an order-preserving code of at most 1/32 relative coarseness, in one pass and at any range.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/report/report_data.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace chorus::report {

/// Counts the values of one axis. 128 KiB.
class WindowCounter {
 public:
  WindowCounter();
  /// @pre finite
  void add(double value);
  [[nodiscard]] std::span<std::int64_t> counts() { return counts_; }
  [[nodiscard]] double smallest() const { return smallest_; }
  [[nodiscard]] double largest() const { return largest_; }
  void set_extremes(double smallest, double largest) {
    smallest_ = smallest;
    largest_ = largest;
  }
  /// The window: covers all but at most `tail` of the values at each end, ends at code bounds or at the
  /// extremes, and is never empty or inverted: a constant c gets [c - 0.5, c + 0.5], no values [0, 1].
  [[nodiscard]] Interval window(double tail = 0.0025) const;

 private:
  std::vector<std::int64_t> counts_;
  double smallest_;
  double largest_;
};

/// Collective. Adds up the counters of all ranks; afterwards every rank holds the totals.
void reduce(const comm::Communicator& comm, std::span<WindowCounter> counters);

}  // namespace chorus::report
