// Sums that do not depend on order. Floating-point addition does, so a total over rows that sit on different
// ranks or vector lanes is taken in fixed point: with a power-of-two bound B on the size of a term, a term
// becomes the integer rint(term * 2^50 / B), and integers add exactly in any order. Its error is at most
// B * 2^-51 a term.
#pragma once

#include "chorus/core/types.hpp"

#include <bit>
#include <cstdint>

namespace chorus {

/// The fixed-point grid for terms of size at most `bound`.
class ExactScale {
 public:
  /// @param largest an upper bound on |term|, finite and not negative, itself found without regard to order
  /// (a global maximum). It is raised to a power of two; 0 is taken as the smallest usable bound.
  explicit ExactScale(double largest);
  /// The power of two that bounds a term.
  [[nodiscard]] double bound() const { return bound_; }
  /// The term in units of bound() * 2^-50. @pre |term| <= bound()
  [[nodiscard]] std::int64_t units(double term) const {
    // Adding 1.5 * 2^52 leaves rint(x) in the low bits, for |x| <= 2^51: exact, and it vectorises.
    constexpr double kMagic = 0x1.8p52;
    return std::bit_cast<std::int64_t>(term * scale_ + kMagic) - std::bit_cast<std::int64_t>(kMagic);
  }
  /// A total of units as a double, rounded once.
  [[nodiscard]] double value(Int128 total) const;

 private:
  double bound_;
  double scale_;
};

/// An exact total under construction, on one rank. Totals of several ranks are added with
/// comm::Communicator::sum on their `total`.
struct ExactSum {
  Int128 total = 0;
  void add(const ExactScale& scale, double term) { total += scale.units(term); }
};

/// How many `units` may be added in an int64 before it must be moved to 128 bits.
inline constexpr int kUnitsPerInt64 = 4096;

/// An Int128 as a double, rounded once to nearest, on every platform.
[[nodiscard]] double to_double(Int128 value);

/// The smallest power of two that is at least `value`. @pre value is finite, > 0 and at most 2^1023
[[nodiscard]] double power_of_two_above(double value);

}  // namespace chorus
