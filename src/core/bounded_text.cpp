#include "chorus/core/bounded_text.hpp"

#include <algorithm>
#include <array>
#include <fstream>

namespace chorus {

std::optional<BoundedText> read_bounded_text(const std::filesystem::path& path, std::size_t most) {
  std::error_code unknown;
  const bool regular = std::filesystem::is_regular_file(path, unknown);
  if (regular && std::filesystem::file_size(path, unknown) > most && !unknown) return BoundedText{"", false};
  std::ifstream in(path, std::ios::binary);
  BoundedText text;
  std::array<char, 65536> part;
  while (text.whole && (in.read(part.data(), part.size()), in.gcount() > 0)) {
    const auto got = static_cast<std::size_t>(in.gcount());
    const std::size_t room = most - text.bytes.size();
    text.bytes.append(part.data(), std::min(got, room));
    text.whole = got <= room;
  }
  if (!in.is_open() || in.bad()) return std::nullopt;
  return text;
}

}  // namespace chorus
