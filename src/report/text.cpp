#include "chorus/report/text.hpp"

#include "chorus/core/code_point.hpp"

#include <algorithm>

namespace chorus::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";     // U+2026

}  // namespace

std::string display_text(std::string_view bytes, std::size_t most) {
  if (bytes.size() <= most &&
      std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0x20 && c < 0x7F; })) {
    return std::string(bytes);  // most texts
  }
  std::string shown;
  shown.reserve(bytes.size());
  std::size_t before_last = 0;  // where the last code point that is kept begins
  std::size_t points = 0;
  while (!bytes.empty()) {
    if (points == most) {
      shown.resize(before_last);
      return shown += kEllipsis;
    }
    ++points;
    before_last = shown.size();
    const CodePoint point = next_code_point(bytes);
    if (!point.valid || (point.value >= 0x80 && point.value < 0xA0)) {
      shown += kReplacement;
    } else if (point.value < 0x20 || point.value == 0x7F) {
      shown += "\xE2\x90";  // U+2400 and on
      shown += static_cast<char>(0x80U + (point.value == 0x7F ? 0x21U : point.value));
    } else {
      shown += bytes.substr(0, point.length);
    }
    bytes.remove_prefix(point.length);
  }
  return shown;
}

std::string html_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string script_json(std::string_view json) {
  // In JSON these characters stand inside strings alone, so an escape of a string is right for each.
  std::string escaped;
  escaped.reserve(json.size() + json.size() / 16);
  for (;;) {
    const auto* special =
        std::find_if(json.begin(), json.end(), [](char c) { return c == '<' || c == '>' || c == '&'; });
    escaped.append(json.begin(), special);
    if (special == json.end()) return escaped;
    escaped += *special == '<' ? "\\u003c" : *special == '>' ? "\\u003e" : "\\u0026";
    json.remove_prefix(static_cast<std::size_t>(special - json.begin()) + 1);
  }
}

std::string gnuplot_string(std::string_view bytes) {
  std::string quoted = "\"";
  for (const char c : display_text(bytes, 80)) {
    if (c == '"') {
      quoted += '\'';
    } else if (c == '\\') {
      quoted += '/';
    } else {
      quoted += c;
    }
  }
  return quoted += '"';
}

}  // namespace chorus::report
