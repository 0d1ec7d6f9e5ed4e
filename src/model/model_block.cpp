#include "model_block.hpp"

#include "chorus/core/packed_bytes.hpp"
#include "model_content.hpp"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstdint>

namespace chorus::model {

namespace {

constexpr std::string_view kModelMagic = "chorus-model";
constexpr std::uint32_t kModelVersion = 2;
constexpr std::size_t kHashBytes = 16;
constexpr std::size_t kHashAt = kModelMagic.size() + sizeof kModelVersion + 2 * sizeof(std::uint64_t);
constexpr std::size_t kContentAt = kHashAt + kHashBytes;
constexpr std::size_t kSmallestBlock = 512;

std::size_t block_bytes(std::size_t content) {
  return std::bit_ceil(std::max(kSmallestBlock, kContentAt + content));
}

/// What begins a file of these sizes.
std::string head_of(std::size_t content, std::size_t image) {
  Packer sizes;
  sizes.number(kModelVersion);
  sizes.number(static_cast<std::uint64_t>(content));
  sizes.number(static_cast<std::uint64_t>(image));
  return std::string(kModelMagic) + std::move(sizes).take();
}

/// The hash of a file but for the place where it stands itself.
std::string hash_of(std::string_view file) {
  const XXH64_hash_t head = XXH3_64bits(file.data(), kHashAt);
  XXH128_canonical_t hash;
  XXH128_canonicalFromHash(&hash,
                           XXH3_128bits_withSeed(file.data() + kContentAt, file.size() - kContentAt, head));
  return {reinterpret_cast<const char*>(hash.digest), sizeof hash.digest};
}

}  // namespace

std::string with_model_block(std::string_view content, std::span<const char> image) {
  std::string file = head_of(content.size(), image.size());
  file.resize(kContentAt, '\0');
  file += content;
  file.resize(block_bytes(content.size()), '\0');
  file.append(image.data(), image.size());
  file.replace(kHashAt, kHashBytes, hash_of(file));
  return file;
}

std::string_view model_content(std::string_view file) {
  if (!file.starts_with(kModelMagic)) throw BadModel("it does not begin as a model does");
  if (file.size() < kSmallestBlock) throw BadModel("it is cut short");
  Unpacker from(file.substr(kModelMagic.size()));
  if (from.number<std::uint32_t>() != kModelVersion) throw BadModel("its format is of another version");
  const auto content = from.number<std::uint64_t>();
  const auto image = from.number<std::uint64_t>();
  if (content > file.size() - kContentAt || image > file.size() ||
      block_bytes(content) + image != file.size()) {
    throw BadModel("its size is not what it says");
  }
  if (hash_of(file) != file.substr(kHashAt, kHashBytes))
    throw BadModel("its checksum does not fit its content");
  return file.substr(kContentAt, content);
}

}  // namespace chorus::model
