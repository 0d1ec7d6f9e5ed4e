#include "chorus/synthetic/decimal.hpp"

#include <array>
#include <cassert>
#include <cstddef>

namespace chorus::synthetic {

namespace {

constexpr std::array<double, 16> kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/// How many decimal digits a number has; 0 has one.
int digits_in(std::uint64_t value) {
  int count = 1;
  for (; value >= 10; value /= 10) ++count;
  return count;
}

/// Writes exactly `count` digits.
char* write_digits(char* to, std::uint64_t value, int count) {
  for (int i = count - 1; i >= 0; --i) {
    to[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return to + count;
}

}  // namespace

double value_of(Decimal decimal) {
  assert(decimal.places >= 0 && decimal.places < static_cast<int>(kPowers.size()));
  return static_cast<double>(decimal.digits) / kPowers[static_cast<std::size_t>(decimal.places)];
}

char* write_integer(char* to, std::uint64_t value) {
  return write_digits(to, value, digits_in(value));
}

char* write_decimal(char* to, Decimal decimal) {
  if (decimal.digits < 0) *to++ = '-';
  auto magnitude = static_cast<std::uint64_t>(decimal.digits < 0 ? -decimal.digits : decimal.digits);
  int places = magnitude == 0 ? 0 : decimal.places;
  while (places > 0 && magnitude % 10 == 0) {
    magnitude /= 10;
    --places;
  }
  const int size = digits_in(magnitude);
  if (places == 0) return write_digits(to, magnitude, size);
  if (places - size < 4) {
    // Zeros are put before the digits until one stands before the point; then the point is put in.
    const int all = size > places ? size : places + 1;
    write_digits(to + 1, magnitude, all);
    for (int i = 0; i < all - places; ++i) to[i] = to[i + 1];
    to[all - places] = '.';
    return to + all + 1;
  }
  write_digits(to + 1, magnitude, size);
  to[0] = to[1];
  to[1] = '.';
  to += size > 1 ? size + 1 : 1;
  *to++ = 'e';
  *to++ = '-';
  return write_digits(to, static_cast<std::uint64_t>(places) + 1 - static_cast<std::uint64_t>(size), 2);
}

}  // namespace chorus::synthetic
