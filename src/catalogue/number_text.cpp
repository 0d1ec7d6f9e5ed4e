#include "chorus/catalogue/number_text.hpp"

#include <charconv>
#include <cmath>
#include <limits>

namespace chorus::catalogue {

namespace {

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

}  // namespace

std::optional<double> parse_number(std::string_view text) {
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

}  // namespace chorus::catalogue
