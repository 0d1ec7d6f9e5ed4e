#include "chorus/csv/number_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

namespace chorus::csv {

namespace {

constexpr std::array kPowersOfTen = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                     1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// Of a number that from_chars found out of range: whether it is too large, as opposed to too small. Its
/// decimal exponent is then beyond +-300, so where the first significant digit stands decides.
bool is_huge(std::string_view number) {
  long long exponent = 0;
  std::string_view digits = number;
  if (const auto mark = number.find_first_of("eE"); mark != std::string_view::npos) {
    digits = number.substr(0, mark);
    std::string_view text = number.substr(mark + 1);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    const auto result = std::from_chars(text.data(), text.data() + text.size(), exponent);
    constexpr long long kBeyondAnyText = std::numeric_limits<long long>::max() / 2;
    if (result.ec == std::errc::result_out_of_range) exponent = kBeyondAnyText;
    if (exponent > kBeyondAnyText) exponent = kBeyondAnyText;
    if (negative) exponent = -exponent;
  }
  const auto point = std::min(digits.find('.'), digits.size());
  const auto first = digits.find_first_of("123456789");
  const auto place =
      first < point ? static_cast<long long>(point - first) : -static_cast<long long>(first - point);
  return exponent + place > 0;
}

/// The number if it has at most 19 digits, which stand for an integer that a double holds, and a power of ten
/// that a double holds: then one multiplication or division rounds once, as it should.
std::optional<double> parse_simple(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool negative = at != end && *at == '-';
  if (negative) ++at;
  const auto is_digit = [&] { return at != end && static_cast<unsigned char>(*at - '0') < 10; };
  std::uint64_t digits = 0;
  const char* const first = at;
  for (; is_digit(); ++at) digits = digits * 10 + static_cast<unsigned char>(*at - '0');
  auto count = at - first;
  std::int64_t exponent = 0;
  if (at != end && *at == '.') {
    const char* const point = at++;
    for (; is_digit(); ++at) digits = digits * 10 + static_cast<unsigned char>(*at - '0');
    exponent = point + 1 - at;
    count -= exponent;
  }
  if (count == 0 || count > 19) return std::nullopt;
  if (at != end && (*at == 'e' || *at == 'E')) {
    ++at;
    const bool minus = at != end && *at == '-';
    if (at != end && (*at == '-' || *at == '+')) ++at;
    const char* const written = at;
    std::int64_t power = 0;
    for (; is_digit() && at - written < 4; ++at) power = power * 10 + (*at - '0');
    if (at == written) return std::nullopt;
    exponent += minus ? -power : power;
  }
  if (at != end || digits > std::uint64_t{1} << 53U || exponent < -22 || exponent > 22) return std::nullopt;
  const auto integer = static_cast<double>(digits);
  const double value = exponent < 0 ? integer / kPowersOfTen[static_cast<std::size_t>(-exponent)]
                                    : integer * kPowersOfTen[static_cast<std::size_t>(exponent)];
  return negative ? -value : value;
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  if (const std::optional<double> simple = parse_simple(text)) return simple;
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ptr != end || result.ec == std::errc::invalid_argument) return std::nullopt;
  if (result.ec == std::errc::result_out_of_range) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    value =
        std::copysign(is_huge(text) ? std::numeric_limits<double>::infinity() : 0.0, negative ? -1.0 : 1.0);
  }
  if (std::isnan(value)) return std::nullopt;
  return value;
}

}  // namespace chorus::csv
