#include "options_file.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace chorus::jobs {
namespace {

constexpr std::array<std::string_view, 4> kNotWritten = {"help", "config", "overwrite", "resume"};

/// The value in the notation of CLI11's files, which knows no escapes: a text with both kinds of quotes
/// cannot be written. Empty where there is nothing to say.
std::string value_text(const CLI::Option& option) {
  if (option.count() > 0) {
    const std::vector<std::string> given = option.reduced_results();
    if (given.size() == 1) return CLI::detail::convert_arg_for_ini(given.front());
    std::string list;
    for (const std::string& value : given) {
      list += (list.empty() ? "[" : ", ") + CLI::detail::convert_arg_for_ini(value);
    }
    return list.empty() ? list : list + "]";
  }
  if (option.get_expected_max() == 0) return "false";
  // A list's default is words for people, not values.
  if (option.get_items_expected_max() > 1 || option.get_default_str().empty()) return "";
  return CLI::detail::convert_arg_for_ini(option.get_default_str());
}

}  // namespace

std::string options_file(const CLI::App& command) {
  std::string text = "# Options of a run of chorus; take them up with: chorus " + command.get_name() +
                     " --config FILE -o NEW_FOLDER\n[" + command.get_name() + "]\n";
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_single_name();
    if (std::find(kNotWritten.begin(), kNotWritten.end(), name) != kNotWritten.end()) continue;
    const std::string value = value_text(*option);
    if (value.empty()) continue;
    text += fmt::format("\n# {}\n{}={}\n", CLI::detail::fix_newlines("# ", option->get_description()), name,
                        value);
  }
  return text;
}

}  // namespace chorus::jobs
