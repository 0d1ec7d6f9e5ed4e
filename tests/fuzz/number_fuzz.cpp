// Any text: it is a number exactly if the standard library says so, and then the same double. Any decimal: it
// is written so that it reads back as itself.
#include "chorus/csv/number_text.hpp"
#include "chorus/synthetic/decimal.hpp"
#include "fuzz/law.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace {

using chorus::fuzz::require;

std::uint64_t bits(double value) {
  return std::bit_cast<std::uint64_t>(value);
}

/// What the standard library makes of the text; nothing if it is no number as a whole.
std::optional<double> plainly(std::string text) {
  if (text.starts_with('+')) {
    text.erase(0, 1);
    if (text.starts_with('-')) return std::nullopt;
  }
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || text.empty() || std::isnan(value)) return std::nullopt;
  if (failure == std::errc()) return value;
  if (failure == std::errc::result_out_of_range) return std::strtod(text.c_str(), nullptr);
  return std::nullopt;
}

void try_text(const std::vector<char>& bytes) {
  const std::string_view text(bytes.data(), bytes.size());
  const std::optional<double> found = chorus::csv::parse_number(text);
  const std::optional<double> expected = plainly(std::string(text));
  require(found.has_value() == expected.has_value(), "a number where the standard library sees one");
  require(!found || bits(*found) == bits(*expected), "the standard library's double");
}

void try_decimal(std::uint64_t digits, std::uint8_t places) {
  using namespace chorus;
  constexpr std::int64_t kBound = 1'000'000'000'000'000;
  const synthetic::Decimal decimal{static_cast<std::int64_t>(digits) % kBound, places % 16};
  std::vector<char> room(synthetic::kDecimalRoom);
  const char* end = synthetic::write_decimal(room.data(), decimal);
  const std::optional<double> back =
      csv::parse_number({room.data(), static_cast<std::size_t>(end - room.data())});
  require(back && *back == synthetic::value_of(decimal), "a decimal that reads back as itself");
  end = synthetic::write_integer(room.data(), digits);
  require(
      std::string_view(room.data(), static_cast<std::size_t>(end - room.data())) == std::to_string(digits),
      "an integer in digits");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy of the exact size, so that a read outside is seen.
  try_text(std::vector<char>(data, data + size));
  std::uint64_t digits = 0;
  std::memcpy(&digits, data, std::min(size, sizeof digits));
  try_decimal(digits, size > 8 ? data[8] : 0);
  return 0;
}
