#include "chorus/synthetic/decimal.hpp"

#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <string>

namespace chorus::synthetic {
namespace {

std::string text_of(Decimal decimal) {
  std::array<char, kDecimalRoom> room{};
  return {room.data(), write_decimal(room.data(), decimal)};
}

double parsed(const std::string& text) {
  double value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  EXPECT_TRUE(error == std::errc() && end == text.data() + text.size()) << text;
  return value;
}

TEST(Decimal, HasTheUsualText) {
  EXPECT_EQ(text_of({0, 3}), "0");
  EXPECT_EQ(text_of({1000, 3}), "1");
  EXPECT_EQ(text_of({563, 3}), "0.563");
  EXPECT_EQ(text_of({500, 3}), "0.5");
  EXPECT_EQ(text_of({341, 4}), "0.0341");
  EXPECT_EQ(text_of({123, 6}), "0.000123");
  EXPECT_EQ(text_of({155, 7}), "1.55e-05");
  EXPECT_EQ(text_of({400, 8}), "4e-06");
  EXPECT_EQ(text_of({12, 13}), "1.2e-12");
  EXPECT_EQ(text_of({-13757, 3}), "-13.757");
  EXPECT_EQ(text_of({-5, 3}), "-0.005");
  EXPECT_EQ(text_of({120000, 3}), "120");
  EXPECT_EQ(text_of({204000, 0}), "204000");
  EXPECT_EQ(text_of({-999'999'999'999'999, 15}), "-0.999999999999999");
}

TEST(Decimal, ParsesBackToItsDouble) {
  for (int places = 0; places <= 12; ++places) {
    for (std::int64_t digits = 1; digits < 400'000; digits += 61) {
      for (const Decimal decimal : {Decimal{digits, places}, Decimal{-digits * 977, places}}) {
        ASSERT_EQ(parsed(text_of(decimal)), value_of(decimal)) << text_of(decimal);
      }
    }
  }
}

TEST(Decimal, WritesIntegers) {
  std::array<char, kDecimalRoom> room{};
  for (const std::uint64_t value : {0ULL, 9ULL, 10ULL, 12345ULL, 18446744073709551615ULL}) {
    EXPECT_EQ(std::string(room.data(), write_integer(room.data(), value)), std::to_string(value));
  }
}

}  // namespace
}  // namespace chorus::synthetic
