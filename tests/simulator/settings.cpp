#include "settings.hpp"

#include "chorus/core/error.hpp"

#include <algorithm>
#include <charconv>

namespace chorus::simulator {

Settings::Settings(int argc, char** argv) : study_(argc > 1 ? argv[1] : "") {
  for (int i = 2; i < argc; ++i) {
    const std::string word = argv[i];
    const auto equals = word.find('=');
    double value = 0;
    const char* begin = word.data() + std::min(equals, word.size() - 1) + 1;
    const auto [end, failure] = std::from_chars(begin, word.data() + word.size(), value);
    if (equals == std::string::npos || failure != std::errc() || end != word.data() + word.size()) {
      throw Error(Exit::kInput, describe("'" + word + "' is not NAME=NUMBER", "command line", ""));
    }
    numbers_[word.substr(0, equals)] = value;
  }
}

double Settings::number(const std::string& name) const {
  const auto found = numbers_.find(name);
  if (found == numbers_.end()) throw Error(Exit::kInput, describe(name + "= is missing", "command line", ""));
  return found->second;
}

double Settings::number(const std::string& name, double otherwise) const {
  return numbers_.contains(name) ? number(name) : otherwise;
}

std::map<int, double> Settings::numbered(const std::string& stem) const {
  std::map<int, double> found;
  for (const auto& [name, value] : numbers_) {
    int number = 0;
    const char* end = name.data() + name.size();
    if (!name.starts_with(stem) || name.size() == stem.size()) continue;
    const auto parsed = std::from_chars(name.data() + stem.size(), end, number);
    if (parsed.ptr == end) found[number] = value;
  }
  return found;
}

}  // namespace chorus::simulator
