#include "decimal.hpp"

#include <array>
#include <cassert>
#include <cstddef>

namespace chorus::catalogue {

namespace {

constexpr std::array<double, 16> kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                            1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/// The decimal digits of a number, most significant first.
class Digits {
 public:
  explicit Digits(std::uint64_t value) {
    do {
      place_[--begin_] = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value != 0);
  }
  [[nodiscard]] int size() const { return static_cast<int>(place_.size() - begin_); }
  [[nodiscard]] const char* data() const { return place_.data() + begin_; }

 private:
  std::array<char, 20> place_{};
  std::size_t begin_ = 20;
};

}  // namespace

double value_of(Decimal decimal) {
  assert(decimal.places >= 0 && decimal.places < static_cast<int>(kPowers.size()));
  return static_cast<double>(decimal.digits) / kPowers[static_cast<std::size_t>(decimal.places)];
}

void append_integer(std::string& text, std::uint64_t value) {
  const Digits digits(value);
  text.append(digits.data(), static_cast<std::size_t>(digits.size()));
}

void append_decimal(std::string& text, Decimal decimal) {
  if (decimal.digits == 0) {
    text += '0';
    return;
  }
  if (decimal.digits < 0) text += '-';
  auto magnitude = static_cast<std::uint64_t>(decimal.digits < 0 ? -decimal.digits : decimal.digits);
  int places = decimal.places;
  while (places > 0 && magnitude % 10 == 0) {
    magnitude /= 10;
    --places;
  }
  const Digits digits(magnitude);
  const int size = digits.size();
  const auto part = [&](int from, int count) {
    text.append(digits.data() + from, static_cast<std::size_t>(count));
  };
  if (size > places) {
    part(0, size - places);
    if (places == 0) return;
    text += '.';
    part(size - places, places);
  } else if (places - size < 4) {
    text += "0.";
    text.append(static_cast<std::size_t>(places - size), '0');
    part(0, size);
  } else {
    part(0, 1);
    if (size > 1) {
      text += '.';
      part(1, size - 1);
    }
    const int exponent = places - size + 1;
    text += exponent < 10 ? "e-0" : "e-";
    append_integer(text, static_cast<std::uint64_t>(exponent));
  }
}

}  // namespace chorus::catalogue
