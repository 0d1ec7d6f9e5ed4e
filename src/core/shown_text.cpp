#include "chorus/core/shown_text.hpp"

#include "chorus/core/code_point.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chorus {
namespace {

struct Range {
  std::uint32_t first, last;
};

/// Controls, and what changes the line or its direction. Those that join letters belong to some scripts.
bool steers(std::uint32_t code) {
  static constexpr std::array<Range, 8> kSteering{{{0x00, 0x1F},
                                                   {0x7F, 0x9F},
                                                   {0x61C, 0x61C},
                                                   {0x200B, 0x200B},
                                                   {0x200E, 0x200F},
                                                   {0x2028, 0x202E},
                                                   {0x2066, 0x2069},
                                                   {0xFEFF, 0xFEFF}}};
  return std::ranges::any_of(
      kSteering, [code](const Range& range) { return code >= range.first && code <= range.last; });
}

std::string escape_of(std::uint32_t code) {
  switch (code) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return code < 0x80 ? fmt::format("\\x{:02x}", code) : fmt::format("\\u{:04x}", code);
  }
}

enum class LineEnds { kEscaped, kKept };

std::string escaped(std::string_view bytes, LineEnds line_ends) {
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const CodePoint point = next_code_point(bytes);
    const std::string_view part = bytes.substr(0, point.length);
    if (!point.valid) {
      for (const char c : part) text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else if (steers(point.value) && !(point.value == '\n' && line_ends == LineEnds::kKept)) {
      text += escape_of(point.value);
    } else {
      text += part;
    }
    bytes.remove_prefix(point.length);
  }
  return text;
}

}  // namespace

std::string shown_text(std::string_view bytes) {
  return escaped(bytes, LineEnds::kEscaped);
}

std::string shown_block(std::string_view bytes) {
  return escaped(bytes, LineEnds::kKept);
}

std::string shortened(std::string_view bytes, std::size_t most) {
  if (bytes.size() <= most) return std::string(bytes);
  std::size_t kept = 0;
  for (;;) {
    const std::size_t length = next_code_point(bytes.substr(kept)).length;
    if (kept + length > most) break;
    kept += length;
  }
  return std::string(bytes.substr(0, kept)) + "...";
}

}  // namespace chorus
