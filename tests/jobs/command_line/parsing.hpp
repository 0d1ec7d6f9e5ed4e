// The program's command line, parsed in the test.
#pragma once

#include "command_line.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace chorus::test {

/// What CLI11 says against the words that follow the program's name; nothing if it takes them.
inline std::optional<std::string> parse(jobs::CommandLine& line, std::vector<std::string> words) {
  std::reverse(words.begin(), words.end());  // as CLI11 takes them
  try {
    line.app.parse(words);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    return error.what();
  }
}

/// The words that the required options of a command need, the command's name first.
inline std::vector<std::string> required_words(const CLI::App& command) {
  std::vector<std::string> words = {command.get_name()};
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_required()) continue;
    if (option->get_positional()) {
      words.emplace_back("songs.csv");
    } else {
      words.insert(words.end(), {"--" + option->get_single_name(), "5"});
    }
  }
  return words;
}

inline std::vector<CLI::App*> commands(jobs::CommandLine& line) {
  return line.app.get_subcommands([](const CLI::App*) { return true; });
}

}  // namespace chorus::test
