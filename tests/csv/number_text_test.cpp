#include "chorus/csv/number_text.hpp"

#include "chorus/csv/block.hpp"
#include "chorus/csv/short_decimal.hpp"
#include "support/random_cases.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <random>

namespace chorus::csv {
namespace {

std::uint64_t bits(double value) {
  return std::bit_cast<std::uint64_t>(value);
}

TEST(ParseNumber, IsExactOnTheTextsThatOthersTestWith) {
  CHORUS_SHARED_OR_SKIP(shared);
  int numbers = 0;
  for (const auto& entry : std::filesystem::directory_iterator(shared / "text-to-double")) {
    if (entry.path().extension() != ".txt") continue;
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line); ++numbers) {
      ASSERT_GT(line.size(), 31U) << entry.path();
      const std::string text = line.substr(31);
      const std::uint64_t expected = std::stoull(line.substr(14, 16), nullptr, 16);
      const std::optional<double> number = parse_number(text);
      ASSERT_TRUE(number) << text;
      EXPECT_EQ(bits(*number), expected) << text;
      const double cell = parse_cell(text, {});
      if (std::isinf(std::bit_cast<double>(expected))) {
        EXPECT_EQ(cell_kind(cell), CellKind::kNotFinite) << text;
      } else {
        EXPECT_EQ(bits(cell), expected) << text;
      }
    }
  }
  EXPECT_EQ(numbers, 52977);
}

TEST(ParseNumber, AgreesWithTheStandardLibraryOnDecimalsOfEveryLength) {
  std::mt19937_64 random(1);
  for (int i = 0; i < test::random_cases(400000); ++i) {
    std::string text = random() % 4 == 0 ? "-" : "";
    const auto digits = [&](std::size_t count) {
      for (std::size_t j = 0; j < count; ++j) text += static_cast<char>('0' + random() % 10);
    };
    const std::size_t before = random() % (i % 10 == 0 ? 25 : 7);
    const std::size_t after = random() % (i % 10 == 0 ? 30 : 8);
    if (before + after == 0) continue;
    digits(before);
    if (after > 0 || random() % 8 == 0) text += '.';
    digits(after);
    if (random() % 4 == 0) {
      text += random() % 2 == 0 ? 'e' : 'E';
      if (random() % 2 == 0) text += random() % 2 == 0 ? '-' : '+';
      digits(1 + random() % (i % 10 == 0 ? 4 : 2));
    }
    const double expected = std::strtod(text.c_str(), nullptr);
    const std::optional<double> found = parse_number(text);
    ASSERT_TRUE(found) << text;
    ASSERT_EQ(bits(*found), bits(expected)) << text;
    // Bytes behind the text don't matter, whatever they are.
    const std::string surrounded = text + std::to_string(random()) + ".e5";
    ASSERT_EQ(bits(*parse_number(std::string_view(surrounded).substr(0, text.size()))), bits(expected))
        << text;
  }
}

/// parse_short_decimal on `text` with other characters before and behind it.
std::optional<double> short_decimal(const std::string& text) {
  const std::string within = "9876.543" + text + "21.0";
  return parse_short_decimal(within.data() + 8, within.data() + 8 + text.size());
}

TEST(ParseShortDecimal, IsExactOnAllItTakes) {
  std::mt19937_64 random(1);
  for (int i = 0; i < test::random_cases(300000); ++i) {
    const std::size_t length = 1 + random() % 8;
    std::string text;
    for (std::size_t j = 0; j < length; ++j) text += static_cast<char>('0' + random() % 10);
    const std::size_t point = random() % 10;
    if (point < length && length > 1) text[point] = '.';
    if (random() % 3 == 0) text.insert(0, 1, '-');
    const std::optional<double> found = short_decimal(text);
    ASSERT_TRUE(found) << text;
    ASSERT_EQ(bits(*found), bits(std::strtod(text.c_str(), nullptr))) << text;
  }
}

TEST(ParseShortDecimal, LeavesOtherTextToOthers) {
  for (const char* text : {"-",  ".",   "-.", "123456789", "-123456789", "1234.5678", "--1",   "1-",
                           "+1", "1e5", " 1", "1 ",        "1..2",       "1.2.3",     "1,5",   "/1",
                           ":1", "1:",  "1/", "a",         "\x80",       "\xFF",      "1\xB0", "\"1\""}) {
    EXPECT_FALSE(short_decimal(text)) << text;
  }
  EXPECT_FALSE(short_decimal(std::string(1, '\0')));
  // Every byte that is no digit is refused at every place.
  for (int byte = 0; byte < 256; ++byte) {
    if ((byte >= '0' && byte <= '9') || byte == '.') continue;
    for (std::size_t at = 0; at < 8; ++at) {
      std::string text = "12345678";
      text[at] = static_cast<char>(byte);
      EXPECT_EQ(short_decimal(text).has_value(), byte == '-' && at == 0) << byte << " at " << at;
      text[at == 3 ? 4 : 3] = '.';
      EXPECT_EQ(short_decimal(text).has_value(), byte == '-' && at == 0) << byte << " at " << at;
    }
  }
}

TEST(ParseNumber, GivesInfinitiesAndZerosBeyondTheRange) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(parse_number("1e309"), kInfinity);
  EXPECT_EQ(parse_number("-1e309"), -kInfinity);
  EXPECT_EQ(parse_number("+1e99999999999999999999999"), kInfinity);
  EXPECT_EQ(parse_number(std::string(400, '9')), kInfinity);
  EXPECT_EQ(parse_number("0." + std::string(400, '0') + "1e800"), kInfinity);
  EXPECT_EQ(bits(parse_number("1e-400").value()), bits(0.0));
  EXPECT_EQ(bits(parse_number("-1e-99999999999999999999999").value()), bits(-0.0));
  EXPECT_EQ(bits(parse_number("-0." + std::string(400, '0') + "1").value()), bits(-0.0));
  EXPECT_EQ(bits(parse_number(std::string(400, '9') + "e-900").value()), bits(0.0));
  EXPECT_EQ(parse_number(std::string(400, '9') + "e-399"), 10.0);
  EXPECT_EQ(bits(parse_number("4.9406564584124654e-324").value()), 1U);
  EXPECT_EQ(bits(parse_number("2.4703282292062327e-324").value()), 0U) << "just below half the smallest";
  EXPECT_EQ(bits(parse_number("2.4703282292062328e-324").value()), 1U) << "just above half the smallest";
  EXPECT_EQ(parse_number("inf"), kInfinity);
  EXPECT_EQ(parse_number("-Infinity"), -kInfinity);
}

TEST(ParseNumber, RefusesWhatIsNoNumber) {
  for (const char* text : {"",
                           "+",
                           "-",
                           ".",
                           "-.",
                           "e5",
                           ".e5",
                           "1e",
                           "1e+",
                           "1.5x",
                           "1 ",
                           " 1",
                           "+-1",
                           "-+1",
                           "--1",
                           "0x10",
                           "0x1p3",
                           "nan",
                           "NaN",
                           "-nan",
                           "nan(1)",
                           "infinite",
                           "in",
                           "1,5",
                           "1..2",
                           "1.2.3",
                           "1e5.",
                           "1e5e5",
                           "\xC2\xA0"
                           "1",
                           "1_000",
                           "12a45678",
                           "1234567a",
                           "12345678:",
                           "/1",
                           "1/"}) {
    EXPECT_FALSE(parse_number(text)) << text;
  }
  EXPECT_FALSE(parse_number(std::string_view("1\0", 2)));
}

TEST(ParseNumber, DoesNotKnowTheLocale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "C.UTF-8"}) {
    if (std::setlocale(LC_ALL, name) == nullptr) continue;
    EXPECT_EQ(parse_number("1.5"), 1.5);
    EXPECT_FALSE(parse_number("1,5"));
  }
  std::setlocale(LC_ALL, before.c_str());
}

}  // namespace
}  // namespace chorus::csv
