// Kinds of options that CLI11 does not read as they stand: numbers within a range, lists of words, and
// settings that may be repeated. A text is what it says: brackets, braces and quotes are parts of it, and an
// option takes exactly one word of the command line. What is refused is a CLI::ParseError that names option
// and range.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace chorus::jobs {

/// The whole numbers that an option takes, both ends included.
struct Counts {
  std::uint64_t least = 0;
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
};

/// The numbers that an option takes, both ends included; never NaN or infinite.
struct Reals {
  double least = 0;
  double most = std::numeric_limits<double>::max();
};

/// A whole number in decimal digits. `value` holds the default, which --help shows. @pre most fits its type
CLI::Option* add_count(CLI::App& command, const std::string& name, int& value, Counts allowed,
                       const std::string& description);
CLI::Option* add_count(CLI::App& command, const std::string& name, std::int64_t& value, Counts allowed,
                       const std::string& description);
CLI::Option* add_count(CLI::App& command, const std::string& name, std::uint64_t& value, Counts allowed,
                       const std::string& description);
/// The same, separated by commas; repeating the option lengthens the list.
CLI::Option* add_counts(CLI::App& command, const std::string& name, std::vector<int>& values, Counts allowed,
                        const std::string& description);

/// A decimal number such as 0.5 or 1e-4.
CLI::Option* add_real(CLI::App& command, const std::string& name, double& value, Reals allowed,
                      const std::string& description);

/// Words separated by commas; repeating the option lengthens the list.
CLI::Option* add_words(CLI::App& command, const std::string& name, std::vector<std::string>& words,
                       const std::string& description);

/// A text that is taken whole; repeating the option lengthens the list.
CLI::Option* add_settings(CLI::App& command, const std::string& name, std::vector<std::string>& settings,
                          const std::string& description);

/// The pieces of `text` between the separators, at least one.
[[nodiscard]] std::vector<std::string> split_text(const std::string& text, char separator);

/// What type_name() says of options that add_count, add_counts and add_real made.
inline constexpr const char* kNumberType = "NUMBER";

}  // namespace chorus::jobs
