// Finds order statistics of values that are seen pass by pass and never held: each pass counts the next
// twelve bits of those values that could still be one that is looked for. (Radix selection on the bits of
// IEEE doubles, flipped so that their order as integers is the order of the numbers.) Local; the counts of
// several ranks are added between passes.
#pragma once

#include "chorus/core/types.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chorus::features {

/// The bits of a finite double as an integer of the same order; both zeros become the same.
[[nodiscard]] std::uint64_t ordered_bits(double value);
/// The inverse, with a positive zero.
[[nodiscard]] double from_ordered_bits(std::uint64_t bits);

class QuantileSearch {
 public:
  static constexpr int kPasses = 6;
  static constexpr std::size_t kBins = 4096;

  /// @param probabilities each from 0 to 1
  explicit QuantileSearch(std::vector<double> probabilities);

  /// Counters that the next pass needs: at most 2 * kBins a probability.
  [[nodiscard]] std::size_t bins() const { return open_.size() * kBins; }

  /// Counts a value in `counts` (bins() of them, zeros before the first value of the pass).
  /// @pre value is finite; every pass shows the same values, in any order
  void count(double value, std::span<std::int64_t> counts) const;

  /// Ends a pass, with the counts of all values.
  void advance(std::span<const std::int64_t> counts);

  /// After kPasses passes: how many values there are, and for every probability p the value at place
  /// p * (values - 1) of the sorted list, counted from 0 and interpolated linearly between neighbours, as
  /// numpy's default method does; NaN if there is none.
  [[nodiscard]] RowIndex values() const { return values_; }
  [[nodiscard]] std::vector<double> quantiles() const;

 private:
  /// A value looked for: the bits known of it, and its place among the values that begin with these.
  struct Target {
    std::uint64_t prefix = 0;
    std::int64_t place = 0;
  };
  void set_targets();

  std::vector<double> probabilities_;
  RowIndex values_ = 0;
  std::vector<Target> targets_;      // two a probability: the neighbours
  std::vector<std::uint64_t> open_;  // prefixes of the targets, ascending, each once
  std::uint64_t known_ = 0;          // mask of the bits known
  int pass_ = 0;
};

}  // namespace chorus::features
