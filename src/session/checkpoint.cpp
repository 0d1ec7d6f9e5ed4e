#include "chorus/session/checkpoint.hpp"

#include "chorus/core/error.hpp"
#include "chorus/core/packed_bytes.hpp"

#include <fmt/format.h>
#include <xxhash.h>

namespace chorus::session {
namespace {

constexpr std::string_view kMagic = kCheckpointMagic;
constexpr std::uint32_t kVersion = 2;
constexpr std::size_t kHashBytes = 16;
constexpr std::size_t kHeadBytes = kMagic.size() + sizeof kVersion + sizeof(std::uint64_t);

std::string hash_of(std::string_view bytes) {
  XXH128_canonical_t hash;
  XXH128_canonicalFromHash(&hash, XXH3_128bits(bytes.data(), bytes.size()));
  return {reinterpret_cast<const char*>(hash.digest), sizeof hash.digest};
}

}  // namespace

std::string to_bytes(const Checkpoint& checkpoint) {
  Packer body;
  body.number(checkpoint.number);
  body.number(static_cast<std::uint64_t>(checkpoint.identity.size()));
  for (const auto& [name, value] : checkpoint.identity) {
    body.text(name);
    body.text(value);
  }
  body.text(checkpoint.state);
  const std::string content = std::move(body).take();
  Packer head;
  head.number(kVersion);
  head.number(static_cast<std::uint64_t>(content.size()));
  std::string bytes = std::string(kMagic) + std::move(head).take() + content;
  return bytes += hash_of(bytes);
}

Checkpoint read_checkpoint(std::string_view bytes, const std::string& where) {
  const auto refuse = [&](const std::string& why) {
    return Error(Exit::kInput, describe("a broken checkpoint: " + why, where, "remove it"));
  };
  if (!bytes.starts_with(kMagic)) throw refuse("it does not begin as checkpoints do");
  if (bytes.size() < kHeadBytes + kHashBytes) throw refuse("it is cut short");
  const std::string_view hashed = bytes.substr(0, bytes.size() - kHashBytes);
  Unpacker from(hashed.substr(kMagic.size()));
  const auto version = from.number<std::uint32_t>();
  const auto size = from.number<std::uint64_t>();
  // The checksum first: with it, another version is another version and not a flipped bit.
  if (hash_of(hashed) != bytes.substr(hashed.size()))
    throw refuse(size > hashed.size() - kHeadBytes ? "it is cut short"
                                                   : "its checksum does not fit its content");
  if (version != kVersion) {
    throw Error(
        Exit::kInput,
        describe(fmt::format("a checkpoint of format {}, and this program knows {} alone", version, kVersion),
                 where, "go on with the program that wrote it, or remove it to start afresh"));
  }
  Checkpoint checkpoint;
  checkpoint.number = from.number<std::uint64_t>();
  const auto entries = from.number<std::uint64_t>();
  for (std::uint64_t i = 0; i < entries && from.ok(); ++i) {
    std::string name = from.text();
    checkpoint.identity[std::move(name)] = from.text();
  }
  checkpoint.state = from.text();
  if (!from.finished() || size != hashed.size() - kHeadBytes) throw refuse("its parts do not fit");
  return checkpoint;
}

std::optional<std::string> difference(const Identity& found, const Identity& wanted) {
  for (const auto& [name, value] : wanted) {
    const auto there = found.find(name);
    if (there == found.end()) return fmt::format("it does not say its {}", name);
    if (there->second != value)
      return fmt::format("{} is '{}' there and '{}' here", name, there->second, value);
  }
  return std::nullopt;
}

}  // namespace chorus::session
