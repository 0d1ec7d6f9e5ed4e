#include "appended_cells.hpp"

#include <charconv>
#include <cmath>

namespace chorus::catalogue {

std::string quoted_name(std::string_view name, char delimiter) {
  const std::string special = std::string("\"\r\n") + delimiter;
  if (name.find_first_of(special) == std::string_view::npos) return std::string(name);
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  quoted += '"';
  return quoted;
}

/// Noise as scikit-learn writes it.
constexpr Label kNoiseText = -1;

void append_number(std::string& out, double value) {
  if (std::isnan(value)) return;
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  out.append(text, end);
}

void append_cells(std::string& out, char delimiter, Label label, std::span<const double> scores) {
  out.push_back(delimiter);
  if (label != kNoLabel) {
    char text[16];
    const auto end = std::to_chars(text, text + sizeof text, label == kNoise ? kNoiseText : label).ptr;
    out.append(text, end);
  }
  for (const double score : scores) {
    out.push_back(delimiter);
    append_number(out, score);
  }
}

}  // namespace chorus::catalogue
