// A short decimal number: what a cell of a song catalogue shows. Its double and its text agree exactly.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chorus::synthetic {

/// digits / 10^places, |digits| < 10^15, 0 <= places <= 15.
struct Decimal {
  std::int64_t digits = 0;
  int places = 0;
  friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// The nearest double: both operands are exact, and the division rounds once.
[[nodiscard]] double value_of(Decimal decimal);

/// Characters that write_decimal and write_integer need at most.
inline constexpr std::size_t kDecimalRoom = 24;

/// Writes the shortest usual form at `to` and returns its end: no trailing zeros, "0.0341", "-12.5",
/// "204000", and as 1.55e-05 below 0.0001, as numpy and pandas write it. @pre kDecimalRoom characters fit
char* write_decimal(char* to, Decimal decimal);

/// Writes an integer at `to` and returns its end. @pre kDecimalRoom characters fit
char* write_integer(char* to, std::uint64_t value);

}  // namespace chorus::synthetic
