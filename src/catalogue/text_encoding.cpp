#include "chorus/catalogue/text_encoding.hpp"

#include <array>
#include <cstddef>

namespace chorus::catalogue {

namespace {

using namespace std::string_view_literals;

struct ByteOrderMark {
  std::string_view bytes;
  const char* encoding;
};

// UTF-32LE's mark begins with UTF-16LE's.
constexpr std::array kMarks = {
    ByteOrderMark{"\xFF\xFE\0\0"sv, "UTF-32LE"}, ByteOrderMark{"\0\0\xFE\xFF"sv, "UTF-32BE"},
    ByteOrderMark{"\xFF\xFE"sv, "UTF-16LE"}, ByteOrderMark{"\xFE\xFF"sv, "UTF-16BE"}};

/// How many of the bytes first, first + step, first + 2 step, ... are NUL, as a share.
double nul_share(std::string_view text, std::size_t first, std::size_t step) {
  std::size_t nuls = 0;
  std::size_t all = 0;
  for (std::size_t at = first; at < text.size(); at += step, ++all) nuls += text[at] == '\0' ? 1U : 0U;
  return all == 0 ? 0.0 : static_cast<double>(nuls) / static_cast<double>(all);
}

}  // namespace

std::optional<std::string> recognise_wide_encoding(std::string_view front) {
  for (const ByteOrderMark& mark : kMarks) {
    if (front.starts_with(mark.bytes)) return mark.encoding;
  }
  // Headers are mostly ASCII, whose high bytes are 0.
  const std::string_view text = front.substr(0, 256);
  constexpr double kMost = 0.75;
  constexpr double kFew = 0.25;
  std::array<double, 4> share{};
  for (std::size_t i = 0; i < 4; ++i) share[i] = nul_share(text, i, 4);
  if (share[0] < kFew && share[1] > kMost && share[2] > kMost && share[3] > kMost) return "UTF-32LE";
  if (share[0] > kMost && share[1] > kMost && share[2] > kMost && share[3] < kFew) return "UTF-32BE";
  const double even = nul_share(text, 0, 2);
  const double odd = nul_share(text, 1, 2);
  if (even < kFew && odd > kMost) return "UTF-16LE";
  if (even > kMost && odd < kFew) return "UTF-16BE";
  return std::nullopt;
}

}  // namespace chorus::catalogue
