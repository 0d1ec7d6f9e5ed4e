#include "effective_options.hpp"

#include <sstream>
#include <string_view>
#include <vector>

namespace chorus::jobs {

std::string effective_options(const CLI::App& command) {
  std::istringstream all(
      command.get_config_formatter()->to_config(&command, true, true, command.get_name() + "."));
  std::vector<std::string> kept;
  for (std::string line; std::getline(all, line);) {
    if (!std::string_view(line).ends_with("=\"\"")) {
      kept.push_back(line);
      continue;
    }
    // Its description goes, too, and the blank line before.
    while (!kept.empty() && kept.back().starts_with("# ")) kept.pop_back();
    if (!kept.empty() && kept.back().empty()) kept.pop_back();
  }
  std::string text;
  for (const std::string& line : kept) text += line + '\n';
  return text;
}

}  // namespace chorus::jobs
