#include "chorus/report/text.hpp"

#include <algorithm>
#include <cstdint>

namespace chorus::report {
namespace {

struct CodePoint {
  std::uint32_t value;
  std::size_t length;  // bytes read; of an ill-formed part, its maximal subpart (Unicode 15, table 3-7)
  bool valid;
};

CodePoint next_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  std::size_t length = 0;
  std::uint32_t low = 0x80;
  std::uint32_t high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;   // shorter forms
    if (lead == 0xED) high = 0x9F;  // surrogates
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {0, 1, false};
  }
  std::uint32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (i >= text.size() || byte(i) < low || byte(i) > high) return {0, i, false};
    value = (value << 6U) | (byte(i) & 0x3FU);
    low = 0x80;
    high = 0xBF;
  }
  return {value, length, true};
}

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

std::string csv_field(std::string_view bytes) {
  std::string text;
  append_csv_field(text, bytes);
  return text;
}

void append_csv_field(std::string& text, std::string_view bytes) {
  if (std::none_of(bytes.begin(), bytes.end(),
                   [](char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; })) {
    text += bytes;
    return;
  }
  text += '"';
  for (const char c : bytes) {
    if (c == '"') text += '"';
    text += c;
  }
  text += '"';
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
