// A short decimal number: what a cell of a song catalogue shows. Its double and its text agree exactly.
#pragma once

#include <cstdint>
#include <string>

namespace chorus::catalogue {

/// digits / 10^places, |digits| < 10^15, 0 <= places <= 15.
struct Decimal {
  std::int64_t digits = 0;
  int places = 0;
  friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// The nearest double: both operands are exact, and the division rounds once.
[[nodiscard]] double value_of(Decimal decimal);

/// Appends the shortest usual form: no trailing zeros, "0.0341", "-12.5", "204000", and as 1.55e-05 below
/// 0.0001, as numpy and pandas write it.
void append_decimal(std::string& text, Decimal decimal);

/// Appends an integer that is not negative.
void append_integer(std::string& text, std::uint64_t value);

}  // namespace chorus::catalogue
