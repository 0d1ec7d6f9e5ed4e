// Every number on the command line, of every subcommand: what is no such number is refused, with the option
// and the range in one line.
#include "chorus/core/error.hpp"
#include "cluster_options.hpp"
#include "option_kinds.hpp"
#include "parsing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace chorus::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

std::vector<std::string> words_of(const CLI::App& command, const std::string& option,
                                  const std::string& value) {
  std::vector<std::string> words = required_words(command);
  const auto required = std::find(words.begin(), words.end(), "--" + option);
  if (required != words.end()) words.erase(required, required + 2);
  words.insert(words.end(), {"--" + option, value});
  return words;
}

TEST(Numbers, NoneIsLeftToTheParser) {
  jobs::CommandLine line("");
  const std::set<std::string> parsers_own = {"INT", "UINT", "FLOAT"};
  for (const CLI::App* command : commands(line)) {
    for (const CLI::Option* option : command->get_options()) {
      EXPECT_FALSE(parsers_own.contains(option->get_type_name()))
          << command->get_name() << " --" << option->get_single_name()
          << ": CLI11 takes -1 for an unsigned number and nan for any; use jobs/option_kinds.hpp";
    }
  }
}

TEST(Numbers, WhatIsNoneIsRefusedByEveryOption) {
  int walked = 0;
  jobs::CommandLine all("");
  for (const CLI::App* command : commands(all)) {
    for (const CLI::Option* option : command->get_options()) {
      if (option->get_type_name() != jobs::kNumberType) continue;
      const std::string name = option->get_single_name();
      ++walked;
      for (const char* bad : {"-1",
                              "18446744073709551616",
                              "99999999999999999999999",
                              "nan",
                              "inf",
                              "-inf",
                              "NaN",
                              "0x10",
                              "1e400",
                              "",
                              " ",
                              " 1",
                              "1 ",
                              "+1",
                              "1,",
                              ",",
                              "1.5.2",
                              "ten",
                              "[1]",
                              "{}",
                              "--seed",
                              "\xff"}) {
        // A large double is one.
        if (name == "tolerance" &&
            (std::string(bad).starts_with("184") || std::string(bad).starts_with("999")))
          continue;
        jobs::CommandLine line("");
        const auto refusal = parse(line, words_of(*command, name, bad));
        ASSERT_TRUE(refusal) << command->get_name() << " --" << name << " '" << bad << "'";
        EXPECT_THAT(*refusal, HasSubstr("--" + name));
        EXPECT_THAT(*refusal, AnyOf(HasSubstr("number from "), HasSubstr("number, "))) << "the range";
        EXPECT_EQ(refusal->find('\n'), std::string::npos);
      }
    }
  }
  EXPECT_GE(walked, 15);
}

TEST(Numbers, EndsOfTheRangeAreTaken) {
  jobs::CommandLine line("");
  const auto refusal = parse(
      line, {"cluster", "songs.csv", "--seed", "18446744073709551615", "--tolerance", "1e-300", "--restarts",
             "65535", "--max-iterations", "0", "--keep-rows", "16777216", "--typical", "0"});
  EXPECT_FALSE(refusal) << *refusal;
  EXPECT_EQ(line.cluster_options.seed, 18446744073709551615U);
  EXPECT_EQ(line.cluster_options.tolerance, 1e-300);
  EXPECT_EQ(line.cluster_options.restarts, 65535);
  EXPECT_EQ(line.cluster_options.max_iterations, 0);
}

TEST(Numbers, NegativeZeroIsZero) {
  jobs::CommandLine line("");
  EXPECT_FALSE(parse(line, {"cluster", "songs.csv", "--tolerance", "-0"}));
  EXPECT_FALSE(std::signbit(line.cluster_options.tolerance));
}

std::string refusal_of(const jobs::ClusterOptions& options) {
  try {
    options.check();
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kInput);
    return error.what();
  }
  return "taken";
}

TEST(Numbers, CountsOfClusters) {
  for (const char* bad :
       {"2:10:2147483647:1", "2147483648", "2:65537", "3000000000", "-1", "0", "2:", ":", "", " 2", "2,",
        "2:10:0", "10:2", "0x2", "2.5", "nan", "1e3", "2:10:-1", "2:10:99999999999"}) {
    jobs::ClusterOptions options;
    options.k = bad;
    EXPECT_THAT(refusal_of(options), HasSubstr("(-k)")) << bad;
    EXPECT_THAT(refusal_of(options), HasSubstr("65536")) << "the range, of " << bad;
  }
  jobs::ClusterOptions options;
  options.k = "65530:65536:65536";  // the step leads beyond the range
  EXPECT_EQ(options.ks(), std::vector<int>{65530});
  options.k = "2:10:2147483647";
  EXPECT_THAT(refusal_of(options), HasSubstr("2147483647")) << "an overflow once";
}

TEST(Numbers, WordsAmongNumbers) {
  for (const char* bad : {"-1", "0", "1", "2147483648", "nan", "", "0x10", " auto"}) {
    jobs::ClusterOptions options;
    options.silhouette = bad;
    EXPECT_THAT(refusal_of(options), HasSubstr("--silhouette")) << bad;
  }
  for (const char* bad : {"-1", "nan", "inf", "1e9s", "", " 5", "5 m", "0x10", "99999999999d", "-0.5h"}) {
    jobs::ClusterOptions options;
    options.checkpoint = bad;
    EXPECT_THAT(refusal_of(options), HasSubstr("--checkpoint")) << bad;
    options.checkpoint = "5m";
    options.max_time = bad;
    EXPECT_THAT(refusal_of(options), HasSubstr("--max-time")) << bad;
    options.max_time = "0";
    options.hang_timeout = bad;
    EXPECT_THAT(refusal_of(options), HasSubstr("--hang-timeout")) << bad;
  }
}

}  // namespace
}  // namespace chorus::test
