#include "chorus/files/whole_file.hpp"

#include "chorus/files/staged_file.hpp"

#include <array>
#include <fstream>

namespace chorus::files {

void write_whole_file(const std::filesystem::path& path, std::string_view bytes) {
  StagedFile file(path);
  file.append(bytes);
  file.commit(Durability::kDurable);
}

std::optional<std::string> read_whole_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes;
  std::array<char, 65536> part;
  // Not by the iterators of the stream's buffer: a device that fails would throw past the state of the
  // stream.
  while (in.read(part.data(), part.size()), in.gcount() > 0) {
    bytes.append(part.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (!in.is_open() || in.bad()) return std::nullopt;
  return bytes;
}

}  // namespace chorus::files
