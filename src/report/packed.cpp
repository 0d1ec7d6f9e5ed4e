#include "chorus/report/packed.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace chorus::report {
namespace {

void add_leb128(std::vector<std::uint8_t>& bytes, std::uint64_t value) {
  while (value >= 0x80) {
    bytes.push_back(static_cast<std::uint8_t>(value | 0x80U));
    value >>= 7U;
  }
  bytes.push_back(static_cast<std::uint8_t>(value));
}

}  // namespace

std::string base64(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text((bytes.size() + 2) / 3 * 4, '=');
  char* to = text.data();
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
    const std::uint32_t b1 = n > 1 ? bytes[i + 1] : 0U;
    const std::uint32_t b2 = n > 2 ? bytes[i + 2] : 0U;
    const std::uint32_t group = (static_cast<std::uint32_t>(bytes[i]) << 16U) | (b1 << 8U) | b2;
    to[0] = kDigits[(group >> 18U) & 63U];
    to[1] = kDigits[(group >> 12U) & 63U];
    if (n > 1) to[2] = kDigits[(group >> 6U) & 63U];
    if (n > 2) to[3] = kDigits[group & 63U];
    to += 4;
  }
  return text;
}

std::string packed_fractions(std::span<const double> values, const Interval& range) {
  const double width = range.high / 2 - range.low / 2;  // halves: the whole may be no double
  std::vector<std::uint8_t> bytes;
  bytes.reserve(values.size() * 2);
  for (const double value : values) {
    const double place = width > 0 ? (value / 2 - range.low / 2) / width : 0;
    const auto code = static_cast<std::uint32_t>(std::clamp(std::nearbyint(place * 65535), 0.0, 65535.0));
    bytes.push_back(static_cast<std::uint8_t>(code));
    bytes.push_back(static_cast<std::uint8_t>(code >> 8U));
  }
  return base64(bytes);
}

std::string packed_integers(std::span<const std::int64_t> values) {
  std::vector<std::uint8_t> bytes;
  for (const std::int64_t value : values) add_leb128(bytes, static_cast<std::uint64_t>(value));
  return base64(bytes);
}

std::string packed_counts(std::span<const std::int64_t> counts) {
  std::vector<std::uint8_t> bytes;
  std::uint64_t zeros = 0;
  for (const std::int64_t count : counts) {
    if (count == 0) {
      ++zeros;
      continue;
    }
    add_leb128(bytes, zeros);
    add_leb128(bytes, static_cast<std::uint64_t>(count));
    zeros = 0;
  }
  return base64(bytes);
}

Interval range_of(std::span<const double> values) {
  if (values.empty()) return {};
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return {*low, *high};
}

}  // namespace chorus::report
