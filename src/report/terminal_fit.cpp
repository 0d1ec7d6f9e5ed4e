#include "chorus/core/code_point.hpp"
#include "chorus/report/terminal_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace chorus::report {

namespace {

/// The character at the front; '?' and one byte where the bytes are not UTF-8.
CodePoint front(std::string_view text) {
  const CodePoint point = next_code_point(text);
  return point.valid ? point : CodePoint{U'?', 1, true};
}

struct Range {
  char32_t first, last;
};

template <std::size_t n>
bool within(const std::array<Range, n>& ranges, char32_t code) {
  for (const Range& range : ranges) {
    if (code >= range.first && code <= range.last) return true;
  }
  return false;
}

/// Control characters, line and paragraph separators, and those that turn the direction of writing.
bool harmful(char32_t code) {
  static constexpr std::array<Range, 8> kHarmful{{{0x00, 0x1F},
                                                  {0x7F, 0x9F},
                                                  {0x61C, 0x61C},
                                                  {0x200B, 0x200F},
                                                  {0x2028, 0x202E},
                                                  {0x2060, 0x206F},
                                                  {0xFEFF, 0xFEFF},
                                                  {0xE0000, 0xE0FFF}}};
  return within(kHarmful, code);
}

/// Columns on a terminal, after Unicode's East Asian Width, in the ranges that matter.
std::size_t code_columns(char32_t code) {
  static constexpr std::array<Range, 5> kZero{
      {{0x300, 0x36F}, {0x1AB0, 0x1AFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}}};
  static constexpr std::array<Range, 10> kTwo{{{0x1100, 0x115F},
                                               {0x2E80, 0x303E},
                                               {0x3041, 0xA4CF},
                                               {0xA960, 0xA97F},
                                               {0xAC00, 0xD7A3},
                                               {0xF900, 0xFAFF},
                                               {0xFE30, 0xFE6F},
                                               {0xFF00, 0xFF60},
                                               {0x1F300, 0x1FAFF},
                                               {0x20000, 0x3FFFD}}};
  if (within(kZero, code)) return 0;
  return within(kTwo, code) ? 2 : 1;
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const CodePoint next = front(text);
    columns += code_columns(next.value);
    text.remove_prefix(next.length);
  }
  return columns;
}

std::string fitted(std::string_view text, std::size_t columns) {
  std::string whole;      // all of it, as far as it fits
  std::string with_dots;  // what leaves room for the dots
  std::size_t used = 0;
  const std::string_view dots = std::string_view("...").substr(0, columns);
  while (!text.empty()) {
    const CodePoint next = front(text);
    const bool replaced = harmful(next.value) || next.value == U'?';
    const std::size_t width = replaced ? 1 : code_columns(next.value);
    if (used + width > columns) return with_dots.append(dots);
    used += width;
    whole += replaced ? std::string_view("?") : text.substr(0, next.length);
    if (used + dots.size() <= columns) with_dots = whole;
    text.remove_prefix(next.length);
  }
  return whole;
}

std::string wrapped(std::string_view text, std::size_t indent) {
  std::string lines;
  std::string line;
  const auto end_line = [&] {
    if (!line.empty()) lines += std::string(indent, ' ') + line + '\n';
    line.clear();
  };
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    const std::string word = fitted(text.substr(0, blank), kTerminalColumns - indent);
    text.remove_prefix(std::min(blank + 1, text.size()));
    if (word.empty()) continue;
    if (indent + columns_of(line) + 1 + columns_of(word) > kTerminalColumns) end_line();
    line += line.empty() ? word : ' ' + word;
  }
  end_line();
  return lines;
}

std::string bytes_text(std::uint64_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  auto value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  constexpr std::array<std::string_view, 6> kUnits{"kB", "MB", "GB", "TB", "PB", "EB"};
  while (value >= 999.5 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  return value < 9.95 ? fmt::format("{:.1f} {}", value, kUnits[unit])
                      : fmt::format("{:.0f} {}", value, kUnits[unit]);
}

std::string short_count(RowIndex count) {
  if (count < 100'000 && count > -10'000) return fmt::format("{}", count);
  auto value = static_cast<double>(count) / 1000;
  std::size_t unit = 0;
  constexpr std::string_view kUnits = "kMGTPE";
  while (value >= 999.5 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  const int digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f}{}", value, digits, kUnits[unit]);
}

}  // namespace chorus::report
