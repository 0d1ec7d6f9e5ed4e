#include "chorus/core/error.hpp"
#include "options_notation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <system_error>
#include <utility>

namespace chorus::jobs {
namespace {

constexpr std::uint32_t kFirstByte = 0xDC80;  // of a byte that is not UTF-8
constexpr std::uint32_t kLastByte = 0xDCFF;

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool is_bare(char c) {
  return is_name(c) || std::string_view("+.:/=|~@").find(c) != std::string_view::npos;
}

/// Reads from the front of a text and knows its line.
class Reader {
 public:
  Reader(std::string_view text, const std::string& file) : rest_(text), file_(file) {}

  std::vector<FileOption> read() {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
    std::vector<FileOption> options;
    std::set<std::pair<std::string, std::string>> seen;
    std::string section;
    for (skip_between(); !rest_.empty(); skip_between()) {
      if (take('[')) {
        section = take_name();
        if (!take(']')) refuse("a section is written [NAME]");
      } else {
        FileOption option{section, take_name(), {}};
        skip_blanks();
        if (!take('=')) refuse("after the name '" + option.name + "' an = is missing");
        skip_blanks();
        option.values = take_values();
        if (!seen.emplace(option.section, option.name).second)
          refuse("'" + option.name + R"(' appears twice; a list is written ["a", "b"])");
        options.push_back(std::move(option));
      }
      end_line();
    }
    return options;
  }

 private:
  [[noreturn]] void refuse(const std::string& problem) const {
    throw Error(Exit::kInput,
                describe("the options file is not understood: " + problem, fmt::format("{}:{}", file_, line_),
                         "correct the line; options.toml of a run shows how it is written"));
  }

  [[nodiscard]] char front() const { return rest_.empty() ? '\n' : rest_.front(); }

  char next() {
    const char c = front();
    if (c == '\n') ++line_;
    if (!rest_.empty()) rest_.remove_prefix(1);
    return c;
  }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    next();
    return true;
  }

  void skip_blanks() {
    while (front() == ' ' || front() == '\t') next();
  }

  void skip_comment() {
    if (front() != '#') return;
    while (!rest_.empty() && front() != '\n') next();
  }

  /// Over blanks, comments and line ends.
  void skip_between() {
    for (;;) {
      skip_blanks();
      skip_comment();
      if (rest_.starts_with("\r\n")) next();
      if (!take('\n')) return;
    }
  }

  void end_line() {
    skip_blanks();
    skip_comment();
    if (rest_.starts_with("\r\n")) next();
    if (!rest_.empty() && !take('\n')) refuse("something follows; quote a text that is not one word");
  }

  std::string take_name() {
    std::string name;
    while (!rest_.empty() && is_name(front())) name += next();
    if (name.empty()) refuse("a name is missing; it is of letters, digits and -");
    return name;
  }

  std::vector<std::string> take_values() {
    if (!take('[')) return {take_text()};
    std::vector<std::string> values;
    for (skip_between(); !take(']'); skip_between()) {
      values.push_back(take_text());
      skip_between();
      if (!take(',') && front() != ']') refuse(R"(a list is written ["a", "b"])");
    }
    if (values.empty()) refuse("an empty list; leave the option out");
    return values;
  }

  std::string take_text() {
    if (take('"')) return take_basic();
    if (take('\'')) return take_literal();
    std::string text;
    while (!rest_.empty() && is_bare(front())) text += next();
    if (text.empty()) refuse("a value is missing, or a text without quotes");
    return text;
  }

  char take_inside() {
    const auto c = static_cast<unsigned char>(front());
    if (rest_.empty() || c == '\n' || c == '\r') refuse("a text is not closed on its line");
    if ((c < 0x20 && c != '\t') || c == 0x7F) refuse(fmt::format("a control character; write \\u{:04x}", c));
    return next();
  }

  std::string take_literal() {
    std::string text;
    while (!take('\'')) text += take_inside();
    return text;
  }

  std::string take_basic() {
    std::string text;
    while (!take('"')) {
      const char c = take_inside();
      if (c == '\\') {
        take_escape(text);
      } else {
        text += c;
      }
    }
    return text;
  }

  void take_escape(std::string& text) {
    constexpr std::string_view kLetters = "btnfr\"\\";
    constexpr std::string_view kMeant = "\b\t\n\f\r\"\\";
    const char c = take_inside();
    if (const auto at = kLetters.find(c); at != std::string_view::npos) {
      text += kMeant[at];
    } else if (c == 'u' || c == 'U') {
      append(text, take_hex(c == 'u' ? 4 : 8));
    } else {
      refuse(fmt::format("there is no escape \\{}", c >= ' ' && c <= '~' ? c : '?'));
    }
  }

  std::uint32_t take_hex(std::size_t digits) {
    std::uint32_t value = 0;
    const std::string_view text = rest_.substr(0, digits);
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (failure != std::errc() || end != text.data() + digits)
      refuse(fmt::format("an escape needs {} hexadecimal digits", digits));
    rest_.remove_prefix(digits);
    return value;
  }

  /// A character in UTF-8, or a byte that is not.
  void append(std::string& text, std::uint32_t point) const {
    const auto byte = [&](std::uint32_t value) { text += static_cast<char>(value); };
    if (point >= kFirstByte && point <= kLastByte) return byte(point - 0xDC00);
    if (point == 0) refuse("a NUL can stand in no option");
    if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) refuse("an escape that is no character");
    if (point < 0x80) return byte(point);
    if (point < 0x800) {
      byte(0xC0U | (point >> 6U));
    } else if (point < 0x10000) {
      byte(0xE0U | (point >> 12U));
      byte(0x80U | ((point >> 6U) & 0x3FU));
    } else {
      byte(0xF0U | (point >> 18U));
      byte(0x80U | ((point >> 12U) & 0x3FU));
      byte(0x80U | ((point >> 6U) & 0x3FU));
    }
    byte(0x80U | (point & 0x3FU));
  }

  std::string_view rest_;
  const std::string& file_;
  int line_ = 1;
};

}  // namespace

std::vector<FileOption> read_options_text(std::string_view text, const std::string& file) {
  return Reader(text, file).read();
}

}  // namespace chorus::jobs
