// The fast way to read the numbers that catalogues are full of: up to eight digits and a point, like -12.345.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

namespace chorus::csv {

/// The number between `begin` and `end` if it is, after an optional minus sign, at most eight characters of
/// digits with at most one point among them, and at least one digit; else nothing. Exact: the digits and the
/// power of ten are doubles, and the one division of the two rounds once.
/// @pre begin < end, and the eight bytes before `end` may be read
inline std::optional<double> parse_short_decimal(const char* begin, const char* end) {
  static_assert(std::endian::native == std::endian::little);
  constexpr std::uint64_t kOnes = 0x0101010101010101U;
  constexpr std::uint64_t kHighBits = 0x80 * kOnes;
  constexpr std::uint64_t kZeros = '0' * kOnes;
  constexpr std::array kPowers = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

  const bool negative = *begin == '-';
  const std::size_t length = static_cast<std::size_t>(end - begin) - (negative ? 1 : 0);
  if (length - 1 >= 8) return std::nullopt;  // also 0

  // The last character is the highest byte. Zeros take the place of what is before the number.
  std::uint64_t text = 0;
  std::memcpy(&text, end - 8, 8);
  const std::uint64_t own = ~std::uint64_t{0} << (64 - 8 * length);
  text = (text & own) | (kZeros & ~own);

  // The point, if there is one, is the lowest byte that is zero here; what is before it moves up over it.
  const std::uint64_t other_than_point = text ^ ('.' * kOnes);
  const std::uint64_t point = (other_than_point - kOnes) & ~other_than_point & kHighBits;
  std::size_t decimals = 0;
  if (point != 0) {
    if (length == 1) return std::nullopt;
    const auto at = static_cast<unsigned>(std::countr_zero(point)) & ~7U;
    const std::uint64_t before = (std::uint64_t{1} << at) - 1;
    text = (text & before) << 8U | '0' | (text & ~(before << 8U | 0xFFU));
    decimals = 7 - at / 8;
  }

  const std::uint64_t digits = text ^ kZeros;
  if (((digits | (digits + 0x76 * kOnes)) & kHighBits) != 0) return std::nullopt;
  // Pairs, fours, all eight.
  std::uint64_t number = digits * (1 + (10U << 8U)) >> 8U & 0x00FF00FF00FF00FFU;
  number = number * (1 + (100U << 16U)) >> 16U & 0x0000FFFF0000FFFFU;
  number = number * (1 + (std::uint64_t{10000} << 32U)) >> 32U;
  const double value = static_cast<double>(static_cast<std::int64_t>(number)) / kPowers[decimals];
  return negative ? -value : value;
}

}  // namespace chorus::csv
