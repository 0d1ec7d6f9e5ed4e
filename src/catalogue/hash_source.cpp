#include "chorus/catalogue/hash_source.hpp"

#include "source_file.hpp"
#include "source_hash.hpp"

#include <algorithm>
#include <vector>

namespace chorus::catalogue {

std::string hash_source(const std::filesystem::path& path) {
  const SourceFile file(path);
  SourceHasher hasher;
  std::vector<char> block(std::size_t{4} << 20U);
  for (std::uint64_t offset = 0; offset < file.size();) {
    const auto bytes = std::span(block).first(std::min<std::uint64_t>(block.size(), file.size() - offset));
    file.read(offset, bytes);
    hasher.add(bytes);
    offset += bytes.size();
  }
  return hasher.hex();
}

}  // namespace chorus::catalogue
