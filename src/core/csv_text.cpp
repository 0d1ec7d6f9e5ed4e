#include "chorus/core/csv_text.hpp"

namespace chorus {
namespace {

bool begins_as_formula(std::string_view text) {
  const std::size_t first = text.find_first_not_of('\'');
  return first != std::string_view::npos &&
         std::string_view("=+-@\t\r").find(text[first]) != std::string_view::npos;
}

}  // namespace

void append_csv_field(std::string& text, std::string_view bytes) {
  if (bytes.find_first_of(",\"\r\n") == std::string_view::npos) {
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

std::string csv_field(std::string_view bytes) {
  std::string text;
  append_csv_field(text, bytes);
  return text;
}

void append_csv_text(std::string& record, std::string_view text) {
  if (!begins_as_formula(text)) return append_csv_field(record, text);
  append_csv_field(record, '\'' + std::string(text));
}

std::string csv_text(std::string_view text) {
  std::string field;
  append_csv_text(field, text);
  return field;
}

}  // namespace chorus
