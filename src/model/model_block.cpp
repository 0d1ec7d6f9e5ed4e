#include "model_block.hpp"

#include "hdf5_image.hpp"

#include <xxhash.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace chorus::model {

namespace {

constexpr std::string_view kModelMagic = "chorus-model";
constexpr std::uint32_t kVersion = 1;

/// The unsigned number as bytes, least significant first.
template <class Unsigned>
std::string little_endian(Unsigned value) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof value; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
  return bytes;
}

std::string block_of(std::span<const char> image) {
  XXH128_canonical_t hash;
  XXH128_canonicalFromHash(&hash, XXH3_128bits(image.data(), image.size()));
  std::string block(kModelMagic);
  block += little_endian(kVersion);
  block += little_endian(static_cast<std::uint64_t>(image.size()));
  block.append(reinterpret_cast<const char*>(hash.digest), sizeof hash.digest);
  block.resize(kModelBlockBytes, '\0');
  return block;
}

}  // namespace

std::string with_model_block(std::span<const char> image) {
  return block_of(image).append(image.data(), image.size());
}

std::vector<char> without_model_block(std::span<const char> file) {
  const std::string_view text(file.data(), file.size());
  if (!text.starts_with(kModelMagic)) throw BadImage("it does not begin as a model does");
  if (text.substr(kModelMagic.size(), sizeof kVersion) != little_endian(kVersion)) {
    throw BadImage("its version is not 1");
  }
  if (file.size() <= kModelBlockBytes) throw BadImage("it is cut short");
  const std::span<const char> image = file.subspan(kModelBlockBytes);
  const std::string expected = block_of(image);
  // Magic, version, size, hash and padding in one comparison; a file that is cut short differs in its size.
  if (text.substr(0, kModelBlockBytes) != expected) throw BadImage("its checksum does not fit its content");
  return {image.begin(), image.end()};
}

}  // namespace chorus::model
