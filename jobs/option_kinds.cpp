#include "option_kinds.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>

namespace chorus::jobs {
namespace {

std::optional<std::uint64_t> whole_number(const std::string& text) {
  std::uint64_t value = 0;
  const char* last = text.data() + text.size();
  const auto [end, failure] = std::from_chars(text.data(), last, value);
  if (failure != std::errc() || end != last) return std::nullopt;
  return value;
}

std::uint64_t require_count(const std::string& text, const std::string& option, Counts allowed) {
  const auto value = whole_number(text);
  if (value && *value >= allowed.least && *value <= allowed.most) return *value;
  throw CLI::ValidationError(
      option, fmt::format("'{}' is not a whole number from {} to {}", text, allowed.least, allowed.most));
}

double require_real(const std::string& text, const std::string& option, Reals allowed) {
  double value = 0;
  const char* last = text.data() + text.size();
  const auto [end, failure] = std::from_chars(text.data(), last, value);
  // NaN is in no range.
  if (failure == std::errc() && end == last && value >= allowed.least && value <= allowed.most)
    return value + 0.0;  // 0 has one sign
  const std::string range = allowed.most == Reals{}.most
                                ? fmt::format("{} or more", allowed.least)
                                : fmt::format("from {} to {}", allowed.least, allowed.most);
  throw CLI::ValidationError(option, fmt::format("'{}' is not a number, {}", text, range));
}

/// "--name" of "-n,--name".
std::string long_name(const std::string& name) {
  return name.substr(name.rfind(',') + 1);
}

CLI::Option* one(CLI::Option* option, const char* type) {
  return option->type_name(type)->type_size(1)->expected(1)->allow_extra_args(false);
}

/// Every occurrence of the option, each one word of the command line.
CLI::Option* each(CLI::Option* option, const char* type) {
  return one(option, type)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

template <typename Number>
CLI::Option* add_whole(CLI::App& command, const std::string& name, Number& value, Counts allowed,
                       const std::string& description) {
  const auto most = static_cast<std::uint64_t>(std::numeric_limits<Number>::max());
  allowed.most = std::min(allowed.most, most);
  const auto take = [&value, allowed, option = long_name(name)](const CLI::results_t& given) {
    value = static_cast<Number>(require_count(given.front(), option, allowed));
    return true;
  };
  return one(command.add_option(name, take, description, true, [&value] { return std::to_string(value); }),
             kNumberType);
}

}  // namespace

std::vector<std::string> split_text(const std::string& text, char separator) {
  std::vector<std::string> pieces;
  for (std::size_t at = 0;;) {
    const std::size_t next = std::min(text.find(separator, at), text.size());
    pieces.push_back(text.substr(at, next - at));
    if (next == text.size()) return pieces;
    at = next + 1;
  }
}

CLI::Option* add_count(CLI::App& command, const std::string& name, int& value, Counts allowed,
                       const std::string& description) {
  return add_whole(command, name, value, allowed, description);
}

CLI::Option* add_count(CLI::App& command, const std::string& name, std::int64_t& value, Counts allowed,
                       const std::string& description) {
  return add_whole(command, name, value, allowed, description);
}

CLI::Option* add_count(CLI::App& command, const std::string& name, std::uint64_t& value, Counts allowed,
                       const std::string& description) {
  return add_whole(command, name, value, allowed, description);
}

CLI::Option* add_counts(CLI::App& command, const std::string& name, std::vector<int>& values, Counts allowed,
                        const std::string& description) {
  allowed.most = std::min<std::uint64_t>(allowed.most, std::numeric_limits<int>::max());
  const auto take = [&values, allowed, option = long_name(name)](const CLI::results_t& given) {
    values.clear();
    for (const std::string& list : given) {
      for (const std::string& text : split_text(list, ','))
        values.push_back(static_cast<int>(require_count(text, option, allowed)));
    }
    return true;
  };
  return each(command.add_option(name, take, description), kNumberType);
}

CLI::Option* add_real(CLI::App& command, const std::string& name, double& value, Reals allowed,
                      const std::string& description) {
  const auto take = [&value, allowed, option = long_name(name)](const CLI::results_t& given) {
    value = require_real(given.front(), option, allowed);
    return true;
  };
  return one(command.add_option(name, take, description, true, [&value] { return fmt::format("{}", value); }),
             kNumberType);
}

CLI::Option* add_words(CLI::App& command, const std::string& name, std::vector<std::string>& words,
                       const std::string& description) {
  const auto take = [&words](const CLI::results_t& given) {
    words.clear();
    for (const std::string& list : given) {
      for (std::string& word : split_text(list, ',')) words.push_back(std::move(word));
    }
    return true;
  };
  return each(command.add_option(name, take, description), "TEXT");
}

CLI::Option* add_settings(CLI::App& command, const std::string& name, std::vector<std::string>& settings,
                          const std::string& description) {
  const auto take = [&settings](const CLI::results_t& given) {
    settings = given;
    return true;
  };
  return each(command.add_option(name, take, description), "TEXT");
}

}  // namespace chorus::jobs
