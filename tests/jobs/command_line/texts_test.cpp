// A text on the command line is what it says, and an options file takes it back.
#include "option_kinds.hpp"
#include "options_file.hpp"
#include "parsing.hpp"
#include "support/random_cases.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace chorus::test {
namespace {

using testing::ElementsAre;

/// What CLI11 takes apart, and what other files of options cannot hold.
const std::vector<std::string> kTexts = {
    "[a]",    "[a,b]", "[]", "{}", "\"a\"",       "'a'",  "`a`", "#c",       "a;b", " a ",  "a\nb", "-1",
    "--seed", "%%",    "++", "--", "caf\xC3\xA9", "\xFF", "\\",  "a \"b' c", "=",   "true", "[[a]]"};

TEST(Texts, EveryOptionTakesThemAsTheyAre) {
  jobs::CommandLine all("");
  int walked = 0;
  for (const CLI::App* command : commands(all)) {
    for (const CLI::Option* option : command->get_options()) {
      // Numbers and words of a list are refused; a positional that begins with - is an option.
      if (option->get_type_name() != "TEXT" || option->get_positional()) continue;
      ++walked;
      for (const std::string& text : kTexts) {
        jobs::CommandLine line("");
        std::vector<std::string> words = required_words(*command);
        const std::string name = "--" + option->get_single_name();
        if (const auto there = std::find(words.begin(), words.end(), name); there != words.end()) {
          *(there + 1) = text;
        } else {
          words.insert(words.end(), {name, text});
        }
        ASSERT_FALSE(parse(line, words)) << command->get_name() << " " << name << " " << text;
        const CLI::Option* parsed = line.app.get_subcommand(command->get_name())->get_option(name);
        EXPECT_THAT(parsed->results(), ElementsAre(text)) << command->get_name() << " " << name;
      }
    }
  }
  EXPECT_GE(walked, 30);
}

TEST(Texts, ListsAreSplitAtCommasAlone) {
  jobs::CommandLine line("");
  ASSERT_FALSE(parse(line, {"cluster", "--features", "[a],{b}", "--na", "[x]", "--na", "y,#N/A", "songs.csv",
                            "--column", "a=[b,c]", "--column", "d=e"}));
  const jobs::InputOptions& input = line.cluster_options.input;
  EXPECT_EQ(input.input, "songs.csv") << "a list takes one word";
  EXPECT_THAT(input.features, ElementsAre("[a]", "{b}"));
  EXPECT_THAT(input.na, ElementsAre("[x]", "y", "#N/A"));
  EXPECT_THAT(input.columns, ElementsAre("a=[b,c]", "d=e"));
}

TEST(Texts, DelimiterIsWhatItSays) {
  for (const char* delimiter : {"[", "]", "{", "#", ";", "'", " ", "-", ","}) {
    jobs::CommandLine line("");
    ASSERT_FALSE(parse(line, {"cluster", "songs.csv", "--delimiter", delimiter}));
    EXPECT_EQ(line.cluster_options.input.ingest().delimiter, *delimiter);
  }
}

std::string any_word(std::mt19937& random) {
  std::string text;
  for (auto left = random() % 4; left > 0; --left) {
    text += random() % 3 == 0 ? std::string(1, static_cast<char>(1 + random() % 255))
                              : kTexts[random() % kTexts.size()];
  }
  return text;
}

/// A value that the option takes.
std::string any_value(const CLI::Option& option, std::mt19937& random) {
  if (option.get_type_name() == jobs::kNumberType) return std::to_string(1 + random() % 900);
  const std::string& given = option.get_default_str();
  if (option.get_type_name() != "TEXT") return given.empty() ? "original" : given;  // one of a set
  return any_word(random);
}

using Results = std::map<std::string, std::vector<std::string>>;

Results results_of(const CLI::App& command) {
  Results results;
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_single_name();
    if (option->count() > 0 && name != "output" && name != "overwrite" && name != "resume" &&
        name != "config")
      results[name] = option->results();
  }
  return results;
}

TEST(Texts, OptionsToFileToOptionsIsTheIdentity) {
  const TemporaryFolder folder;
  const std::string file = folder.file("options.toml").string();
  std::mt19937 random(11);
  for (int repeat = 0; repeat < random_cases(300); ++repeat) {
    jobs::CommandLine first("");
    std::vector<std::string> words = {"cluster", "songs" + any_word(random)};
    for (const CLI::Option* option : first.cluster->get_options()) {
      const std::string name = option->get_single_name();
      if (option->get_positional() || name == "help" || random() % 2 == 0) continue;
      const bool list = option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
      for (auto left = list ? 1 + random() % 3 : 1; left > 0; --left) {
        words.push_back("--" + name);
        if (option->get_expected_max() > 0) words.push_back(any_value(*option, random));
      }
    }
    ASSERT_FALSE(parse(first, words)) << testing::PrintToString(words);
    const std::string written = jobs::options_file(*first.cluster);
    write_file(file, written);
    jobs::CommandLine second("");
    const auto refusal = parse(second, {"cluster", "--config", file});
    ASSERT_FALSE(refusal) << *refusal << "\n" << written;
    // What was left to its default stands in the file too.
    const Results given = results_of(*first.cluster);
    const Results back = results_of(*second.cluster);
    for (const auto& [name, values] : given) {
      const auto there = back.find(name);
      ASSERT_TRUE(there != back.end()) << name << "\n" << written;
      ASSERT_EQ(there->second, values) << name << "\n" << written;
    }
    ASSERT_EQ(jobs::options_file(*second.cluster), written);
  }
}

TEST(Texts, FileNamesNoCommandAndTheLineGoesBefore) {
  const TemporaryFolder folder;
  const std::string file = folder.file("options.toml").string();
  write_file(file, "[cluster]\ninput = 'there.csv'\nrestarts = 3\nseed = 4\n");
  jobs::CommandLine line("");
  ASSERT_FALSE(parse(line, {"--config", file, "cluster", "here.csv", "--seed", "5"}));
  EXPECT_EQ(line.cluster_options.input.input, "here.csv");
  EXPECT_EQ(line.cluster_options.seed, 5U);
  EXPECT_EQ(line.cluster_options.restarts, 3);
  jobs::CommandLine other("");
  ASSERT_FALSE(parse(other, {"--config", file, "inspect", "here.csv"}));
  EXPECT_FALSE(other.cluster->parsed()) << "the options of one command do not run it";
  jobs::CommandLine none("");
  EXPECT_TRUE(parse(none, {"--config", file}));
}

}  // namespace
}  // namespace chorus::test
