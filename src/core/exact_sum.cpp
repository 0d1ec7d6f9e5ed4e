#include "chorus/core/exact_sum.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace chorus {

double power_of_two_above(double value) {
  assert(value > 0 && std::isfinite(value));
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);  // value = fraction * 2^exponent, fraction in [.5, 1)
  if (fraction == 0.5) --exponent;
  return std::ldexp(1.0, std::min(exponent, 1023));
}

ExactScale::ExactScale(double largest)
    // Between 2^-970 and 2^1023, both the scale (2^50 / bound) and the unit stay normal numbers.
    : bound_(power_of_two_above(std::max(largest, 0x1p-960))), scale_(0x1p50 / bound_) {
  assert(largest >= 0);
}

double ExactScale::value(Int128 total) const {
  // Multiplying by bound first could overflow for a huge bound, the unit alone cannot underflow.
  return to_double(total) * (bound_ * 0x1p-50);
}

double to_double(Int128 value) {
  // GCC's conversion rounds to nearest, ties to even (libgcc's __floattidf).
  return static_cast<double>(value);
}

}  // namespace chorus
