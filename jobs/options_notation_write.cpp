#include "chorus/core/code_point.hpp"
#include "options_notation.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <system_error>

namespace chorus::jobs {
namespace {

/// A character, or what is not one, at the front of a text.
std::string escaped(std::string_view bytes, const CodePoint& point) {
  if (!point.valid) {
    std::string text;
    for (const char byte : bytes)
      text += fmt::format("\\udc{:02x}", static_cast<unsigned>(static_cast<unsigned char>(byte)));
    return text;
  }
  switch (point.value) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\b':
      return "\\b";
    case '\t':
      return "\\t";
    case '\n':
      return "\\n";
    case '\f':
      return "\\f";
    case '\r':
      return "\\r";
    default:
      break;
  }
  const bool control = point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0);
  return control ? fmt::format("\\u{:04x}", point.value) : std::string(bytes);
}

bool is_bare(std::string_view text) {
  if (text == "true" || text == "false") return true;
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

}  // namespace

std::string quoted_text(std::string_view text) {
  std::string quoted = "\"";
  while (!text.empty()) {
    const CodePoint point = next_code_point(text);
    quoted += escaped(text.substr(0, point.length), point);
    text.remove_prefix(point.length);
  }
  return quoted + '"';
}

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + quoted_text(text);
  return "[" + list + "]";
}

std::string option_value(std::string_view text) {
  return is_bare(text) ? std::string(text) : quoted_text(text);
}

}  // namespace chorus::jobs
