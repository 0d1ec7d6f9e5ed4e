#include "chorus/session/duration.hpp"

#include "chorus/core/error.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string_view>

namespace chorus::session {
namespace {

constexpr double kMost = 10 * 366 * 86400.0;

double seconds_of(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3600;
    case 'd':
      return 86400;
    default:
      return 0;
  }
}

}  // namespace

double parse_duration(const std::string& text, const std::string& option) {
  const auto refuse = [&]() -> double {
    throw Error(Exit::kInput, describe("'" + text + "' is not a length of time", option,
                                       "write for example 90s, 5m, 2h or 1h30m"));
  };
  std::string_view rest = text;
  if (rest.empty()) return refuse();
  double total = 0;
  while (!rest.empty()) {
    double value = 0;
    const auto [end, failure] =
        std::from_chars(rest.data(), rest.data() + rest.size(), value, std::chars_format::fixed);
    // A number is in seconds where it stands alone; elsewhere each part says its unit.
    const bool alone = total == 0 && rest.data() == text.data() && end == rest.data() + rest.size();
    const double unit = alone ? 1 : seconds_of(end == rest.data() + rest.size() ? '\0' : *end);
    if (failure != std::errc() || !(value >= 0) || unit == 0) return refuse();
    total += value * unit;
    if (!(total <= kMost)) return refuse();
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + (alone ? 0U : 1U));
  }
  return total;
}

std::string duration_text(double seconds) {
  if (seconds < 60) return fmt::format("{:.3g} s", seconds);
  const auto minutes = static_cast<std::int64_t>(std::llround(seconds / 60));
  if (minutes < 60) return fmt::format("{} min", minutes);
  return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60)
                           : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

}  // namespace chorus::session
