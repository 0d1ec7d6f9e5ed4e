#include "chorus/csv/cell_reader.hpp"

#include "chorus/csv/number_text.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace chorus::csv {

namespace {

char ascii_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

char ascii_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool equal_but_for_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

CellReader::CellReader(std::span<const std::string> missing_words) : missing_words_(missing_words) {
  for (const std::string& word : missing_words_) {
    const std::string_view text = trim(word);
    if (text.empty()) continue;
    begins_word_[static_cast<unsigned char>(ascii_lower(text.front()))] = true;
    begins_word_[static_cast<unsigned char>(ascii_upper(text.front()))] = true;
  }
}

double CellReader::read(std::string_view text) const {
  text = trim(text);
  if (text.empty()) return missing_cell(CellKind::kMissing);
  if (begins_word_[static_cast<unsigned char>(text.front())]) {
    for (const std::string& word : missing_words_) {
      if (equal_but_for_case(text, trim(word))) return missing_cell(CellKind::kMissing);
    }
  }
  const std::optional<double> number = parse_number(text);
  if (!number) return missing_cell(CellKind::kNotNumeric);
  return std::isinf(*number) ? missing_cell(CellKind::kNotFinite) : *number;
}

double CellReader::read_field(std::string_view field) const {
  if (!field.starts_with('"')) return read(field);
  const std::string_view text = field.substr(1, field.size() - 2);
  return text.find('"') == std::string_view::npos ? read(text) : read(unquote_field(field));
}

std::string unquote_field(std::string_view field) {
  if (!field.starts_with('"')) return std::string(field);
  std::string text;
  text.reserve(field.size());
  for (std::size_t at = 1; at < field.size(); ++at) {
    if (field[at] == '"') ++at;  // the closing quote, or the first of two
    if (at < field.size()) text += field[at];
  }
  return text;
}

double parse_cell(std::string_view text, std::span<const std::string> missing_words) {
  return CellReader(missing_words).read(text);
}

}  // namespace chorus::csv
