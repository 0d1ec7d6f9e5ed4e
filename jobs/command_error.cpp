#include "command_error.hpp"

#include "chorus/core/edit_distance.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace chorus::jobs {
namespace {

std::string comma_list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::vector<std::string> commands(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

/// The options of the command that was given, and those of all commands.
std::vector<std::string> options(const CLI::App& app) {
  std::vector<std::string> names;
  const auto add = [&](const CLI::App& from) {
    for (const CLI::Option* option : from.get_options()) {
      for (const std::string& name : option->get_snames()) names.push_back("-" + name);
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  };
  for (const CLI::App* command : app.get_subcommands()) add(*command);
  add(app);
  return names;
}

}  // namespace

AgreedError command_error(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> unknown = app.remaining(true);
  const std::vector<CLI::App*> given = app.get_subcommands();
  const std::string help =
      given.empty() ? "chorus --help" : "chorus " + given.front()->get_name() + " --help";
  const auto wrong = [&](const std::string& problem, const std::string& advice) {
    return AgreedError(Exit::kInput, describe(problem, "command line", advice));
  };
  const auto option = std::ranges::find_if(
      unknown, [](const std::string& word) { return word.size() > 1 && word[0] == '-'; });
  if (option != unknown.end()) {
    const std::string name = option->substr(0, option->find('='));
    return wrong("there is no option " + name,
                 "the nearest is " + nearest_name(name, options(app)) + "; see " + help);
  }
  if (given.empty()) {
    const std::vector<std::string> names = commands(app);
    if (unknown.empty())
      return wrong("a command is missing", "give one of " + comma_list(names) + "; see " + help);
    return wrong("there is no command " + unknown.front(),
                 "the nearest is " + nearest_name(unknown.front(), names) + "; see " + help);
  }
  if (!unknown.empty()) {
    return wrong("nothing is to be done with " + comma_list(unknown), "one input is enough; see " + help);
  }
  return wrong(error.what(), "see " + help);
}

}  // namespace chorus::jobs
