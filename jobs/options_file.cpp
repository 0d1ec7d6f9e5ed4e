#include "options_file.hpp"

#include "chorus/core/error.hpp"
#include "options_notation.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <istream>
#include <iterator>
#include <memory>
#include <string_view>
#include <vector>

namespace chorus::jobs {
namespace {

constexpr std::array<std::string_view, 5> kNotWritten = {"help", "config", "output", "overwrite", "resume"};

/// A file of options is small; what is larger is something else, and is not read into memory.
constexpr std::size_t kLargestFile = std::size_t{1} << 20U;

bool is_list(const CLI::Option& option) {
  return option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
}

/// Empty where there is nothing to say.
std::string value_text(const CLI::Option& option) {
  if (option.count() > 0 && is_list(option)) return quoted_list(option.results());
  if (option.count() > 0) return option_value(option.reduced_results().front());
  if (option.get_expected_max() == 0) return "false";
  // A list's default is words for people, not values.
  if (is_list(option) || option.get_default_str().empty()) return "";
  return option_value(option.get_default_str());
}

/// Reads our notation in the place of CLI11's own, which knows no escapes.
class Notation : public CLI::Config {
 public:
  explicit Notation(const CLI::App& app) : app_(app) {}

  [[nodiscard]] std::string to_config(const CLI::App* command, bool /*defaults*/, bool /*descriptions*/,
                                      std::string /*prefix*/) const override {
    return options_file(*command);
  }

  [[nodiscard]] std::vector<CLI::ConfigItem> from_config(std::istream& from) const override {
    const std::string file = app_.get_config_ptr()->results().back();
    std::string text(kLargestFile + 1, '\0');
    from.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(from.gcount()));
    if (from.bad()) throw Error(Exit::kIo, describe("cannot read the options file", file, "check the path"));
    if (text.size() > kLargestFile)
      throw Error(Exit::kInput, describe("too large for an options file", file, "give another to --config"));
    std::vector<CLI::ConfigItem> found;
    for (FileOption& option : read_options_text(text, file)) {
      CLI::ConfigItem item;
      if (!option.section.empty()) item.parents = {std::move(option.section)};
      item.name = std::move(option.name);
      item.inputs = std::move(option.values);
      found.push_back(std::move(item));
    }
    return found;
  }

 private:
  const CLI::App& app_;
};

}  // namespace

std::string options_file(const CLI::App& command) {
  std::string text = "# Options of a run of chorus; take them up with: chorus " + command.get_name() +
                     " --config FILE -o NEW_FOLDER\n[" + command.get_name() + "]\n";
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_single_name();
    if (std::find(kNotWritten.begin(), kNotWritten.end(), name) != kNotWritten.end()) continue;
    const std::string value = value_text(*option);
    if (value.empty()) continue;
    text += fmt::format("\n# {}\n{} = {}\n", CLI::detail::fix_newlines("# ", option->get_description()), name,
                        value);
  }
  return text;
}

void add_options_file(CLI::App& app) {
  app.set_config("--config", "",
                 "Read options from a file; every run writes one into its results (options.toml)");
  app.allow_config_extras(CLI::config_extras_mode::error);  // a misspelt option is not passed over
  app.config_formatter(std::make_shared<Notation>(app));
}

}  // namespace chorus::jobs
