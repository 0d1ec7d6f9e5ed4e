#include "source_hash.hpp"

#include <xxhash.h>
#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h>  // the same hash, with the widest vectors that the CPU has
#endif

#include <algorithm>
#include <new>

namespace chorus::catalogue {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20U;

struct Free {
  void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};
using Hash = std::unique_ptr<XXH3_state_t, Free>;

Hash begin_hash() {
  Hash hash(XXH3_createState());
  if (!hash) throw std::bad_alloc();
  XXH3_128bits_reset(hash.get());
  return hash;
}

XXH128_canonical_t digest(const Hash& hash) {
  XXH128_canonical_t bytes;
  XXH128_canonicalFromHash(&bytes, XXH3_128bits_digest(hash.get()));
  return bytes;
}

}  // namespace

struct SourceHasher::State {
  Hash chunk = begin_hash();
  Hash all = begin_hash();
};

SourceHasher::SourceHasher() : state_(std::make_unique<State>()) {}
SourceHasher::~SourceHasher() = default;

void SourceHasher::add(std::span<const char> bytes) {
  while (!bytes.empty()) {
    const auto part = bytes.first(std::min(bytes.size(), kChunk - in_chunk_));
    XXH3_128bits_update(state_->chunk.get(), part.data(), part.size());
    in_chunk_ += part.size();
    if (in_chunk_ == kChunk) end_chunk();
    bytes = bytes.subspan(part.size());
  }
}

void SourceHasher::end_chunk() {
  const XXH128_canonical_t bytes = digest(state_->chunk);
  XXH3_128bits_update(state_->all.get(), bytes.digest, sizeof bytes.digest);
  XXH3_128bits_reset(state_->chunk.get());
  in_chunk_ = 0;
}

std::string SourceHasher::hex() {
  if (in_chunk_ > 0) end_chunk();
  const XXH128_canonical_t bytes = digest(state_->all);
  std::string text;
  for (const unsigned char byte : bytes.digest) {
    text.push_back("0123456789abcdef"[byte >> 4U]);
    text.push_back("0123456789abcdef"[byte & 15U]);
  }
  return text;
}

}  // namespace chorus::catalogue
