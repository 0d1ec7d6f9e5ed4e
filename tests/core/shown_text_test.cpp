#include "chorus/core/shown_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace chorus {
namespace {

TEST(ShownText, EscapesWhatSteersATerminal) {
  EXPECT_EQ(shown_text("plain, \"quoted\" \\ it's ~"), "plain, \"quoted\" \\ it's ~");
  EXPECT_EQ(shown_text("a\nb\rc\td"), "a\\nb\\rc\\td");
  EXPECT_EQ(shown_text("\x1b[31mred\x07"), "\\x1b[31mred\\x07");
  EXPECT_EQ(shown_text(std::string("nul\0", 4)), "nul\\x00");
  EXPECT_EQ(shown_text("\x7f"), "\\x7f");
  EXPECT_EQ(shown_text("\xC2\x9B"
                       "31m"),
            "\\u009b31m");
  EXPECT_EQ(shown_text("\xE2\x80\xAE"
                       "fdp.csv"),
            "\\u202efdp.csv");
  EXPECT_EQ(shown_text("Bj\xC3\xB6rk, \xE6\x9D\xB1\xE4\xBA\xAC, \xF0\x9F\x8E\xB5"),
            "Bj\xC3\xB6rk, \xE6\x9D\xB1\xE4\xBA\xAC, \xF0\x9F\x8E\xB5");
}

TEST(ShownText, EscapesBytesThatAreNotUtf8) {
  EXPECT_EQ(shown_text("\x9B"
                       "31m"),
            "\\x9b31m");                                     // C1, raw
  EXPECT_EQ(shown_text("\xC3"), "\\xc3");                    // cut in half
  EXPECT_EQ(shown_text("\xE6\x9D"), "\\xe6\\x9d");           // the same
  EXPECT_EQ(shown_text("\xC0\x9B"), "\\xc0\\x9b");           // ESC's neighbour in an overlong form
  EXPECT_EQ(shown_text("\xED\xA0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(shown_text("\xF5\x80\x80\x80"), "\\xf5\\x80\\x80\\x80");
}

TEST(ShownText, ABlockKeepsItsLines) {
  EXPECT_EQ(shown_block("one\ntwo\x1b\r\n"), "one\ntwo\\x1b\\r\n");
}

TEST(ShownText, WhateverTheBytesNothingSteers) {
  std::mt19937 random(11);
  for (int repeat = 0; repeat < 2000; ++repeat) {
    std::string bytes(random() % 40, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    const std::string shown = shown_text(bytes);
    EXPECT_TRUE(std::ranges::none_of(shown, [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; }));
    EXPECT_EQ(shown_text(shown), shown);  // valid UTF-8 without controls
  }
}

TEST(Shortened, CutsNoCharacterInHalf) {
  EXPECT_EQ(shortened("four", 4), "four");
  EXPECT_EQ(shortened("fives", 4), "five...");
  const std::string song = "\xE6\x9D\xB1\xE4\xBA\xAC\xF0\x9F\x8E\xB5!";
  for (std::size_t most = 0; most < song.size(); ++most) {
    const std::string cut = shortened(song, most);
    EXPECT_EQ(shown_text(cut), cut) << most;
    EXPECT_TRUE(song.starts_with(cut.substr(0, cut.size() - 3)));
    EXPECT_LE(cut.size(), most + 3);
  }
}

}  // namespace
}  // namespace chorus
