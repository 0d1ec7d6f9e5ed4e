// The notation of options files: any text comes back.
#include "chorus/core/error.hpp"
#include "options_notation.hpp"
#include "support/random_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace chorus::test {
namespace {

using jobs::read_options_text;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> through_a_file(const std::string& written) {
  const auto options = read_options_text("[cluster]\nna = " + written + "\n", "options.toml");
  EXPECT_EQ(options.size(), 1U);
  EXPECT_EQ(options.at(0).section, "cluster");
  EXPECT_EQ(options.at(0).name, "na");
  return options.at(0).values;
}

/// A text of pieces that matter to the notation, and of random bytes, NUL alone excepted.
std::string any_text(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {"\"",
                                                   "'",
                                                   "#",
                                                   ";",
                                                   "[",
                                                   "]",
                                                   "{}",
                                                   ",",
                                                   "=",
                                                   "\n",
                                                   "\r\n",
                                                   "\t",
                                                   "\\",
                                                   "\\u0041",
                                                   "\\",
                                                   " ",
                                                   "",
                                                   "a",
                                                   "true",
                                                   "12",
                                                   "-1",
                                                   "1e5",
                                                   "nan",
                                                   "\xC3\xA9",
                                                   "\xE2\x82\xAC",
                                                   "\xF0\x9F\x8E\xB5",
                                                   "\xFF",
                                                   "\xC3",
                                                   "\xED\xB2\x80",
                                                   "\xC2\x85",
                                                   "\x7F",
                                                   "\x01",
                                                   "\xF4\x90\x80\x80",
                                                   "[cluster]",
                                                   "\xEF\xBB\xBF"};
  std::string text;
  for (auto left = random() % 6; left > 0; --left) {
    text += random() % 4 == 0 ? std::string(1, static_cast<char>(1 + random() % 255))
                              : kPieces[random() % kPieces.size()];
  }
  return text;
}

TEST(Notation, AnyTextComesBack) {
  std::mt19937 random(7);
  for (int repeat = 0; repeat < random_cases(20000); ++repeat) {
    const std::string text = any_text(random);
    ASSERT_THAT(through_a_file(jobs::quoted_text(text)), ElementsAre(text)) << jobs::quoted_text(text);
    ASSERT_THAT(through_a_file(jobs::option_value(text)), ElementsAre(text)) << jobs::option_value(text);
    std::vector<std::string> list;
    for (auto left = 1 + random() % 4; left > 0; --left) list.push_back(any_text(random));
    ASSERT_EQ(through_a_file(jobs::quoted_list(list)), list) << jobs::quoted_list(list);
  }
}

TEST(Notation, EveryByteComesBack) {
  for (int byte = 1; byte < 256; ++byte) {
    const std::string text(1, static_cast<char>(byte));
    EXPECT_THAT(through_a_file(jobs::quoted_text(text)), ElementsAre(text)) << byte;
  }
}

TEST(Notation, IsOneLineOfPrintableText) {
  EXPECT_EQ(jobs::quoted_text("a \"b\"\n\t\\#'"), R"("a \"b\"\n\t\\#'")");
  EXPECT_EQ(jobs::quoted_text("caf\xC3\xA9 \xFF\x7F"), "\"caf\xC3\xA9 \\udcff\\u007f\"");
  EXPECT_EQ(jobs::option_value("12"), "12");
  EXPECT_EQ(jobs::option_value("1e-4"), "1e-4");
  EXPECT_EQ(jobs::option_value("true"), "true");
  EXPECT_EQ(jobs::option_value("2:10"), "\"2:10\"");
  EXPECT_EQ(jobs::option_value("nan"), "\"nan\"");
}

TEST(Notation, TakesWhatPeopleWrite) {
  const std::string text =
      "\xEF\xBB\xBF# mine\r\n"
      "config-of = 'all'\r\n\r\n"
      "  [cluster]  # a section\n"
      "clusters=2:10\n"
      "na = [ 'NA', \"\",  # none\n  \"#N/A\" , ]\n"
      "restarts = 3 # three\n"
      "name = 'C:\\new'\n"
      "scores=true";
  const auto options = read_options_text(text, "mine.toml");
  ASSERT_EQ(options.size(), 6U);
  EXPECT_EQ(options[0].section, "");
  EXPECT_THAT(options[1].values, ElementsAre("2:10"));
  EXPECT_THAT(options[2].values, ElementsAre("NA", "", "#N/A"));
  EXPECT_THAT(options[3].values, ElementsAre("3"));
  EXPECT_THAT(options[4].values, ElementsAre("C:\\new"));
  EXPECT_THAT(options[5].values, ElementsAre("true"));
}

TEST(Notation, RefusesTheRestWithItsLine) {
  for (const char* bad : {"na",
                          "na =",
                          "na = \"a",
                          "na = 'a",
                          "na = a b",
                          "na = \"a\" \"b\"",
                          "na = [",
                          "na = [a",
                          "na = []",
                          "na = [a b]",
                          "na = [[a]]",
                          "[cluster",
                          "[]",
                          "[[cluster]]",
                          "= 3",
                          "na = \"\\q\"",
                          "na = \"\\u12\"",
                          "na = \"\\ud800\"",
                          "na = \"\\U00110000\"",
                          "na = \"\\u0000\"",
                          "na = \"\\",
                          "na = 1\nna = 2",
                          "n a = 1",
                          "na = \"a\x01\"",
                          "na = \"a\nb\"",
                          "cluster.na = 1",
                          "na = ,",
                          "na = ["}) {
    try {
      static_cast<void>(read_options_text(std::string("# first\n") + bad, "options.toml"));
      ADD_FAILURE() << bad << " was taken";
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Exit::kInput);
      EXPECT_THAT(error.what(), HasSubstr("options.toml:")) << bad;
    }
  }
}

}  // namespace
}  // namespace chorus::test
