#include "chorus/model/fingerprint.hpp"

#include "chorus/core/row_partition.hpp"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <new>
#include <string_view>

namespace chorus::model {

namespace {

constexpr std::string_view kFingerprintMagic = "chorusfp";
constexpr std::uint32_t kFormatVersion = 1;

struct FreeState {
  void operator()(XXH3_state_t* state) const noexcept { XXH3_freeState(state); }
};

/// The value's bytes, least significant first, whatever the machine's own order.
template <class Unsigned>
void put_little_endian(Unsigned value, unsigned char* to) {
  for (std::size_t i = 0; i < sizeof value; ++i) to[i] = static_cast<unsigned char>(value >> (8 * i));
}

}  // namespace

struct Fingerprint::State {
  std::unique_ptr<XXH3_state_t, FreeState> hash{XXH3_createState()};

  void bytes(const void* data, std::size_t size) { XXH3_128bits_update(hash.get(), data, size); }
  template <class Unsigned>
  void number(Unsigned value) {
    std::array<unsigned char, sizeof value> encoded{};
    put_little_endian(value, encoded.data());
    bytes(encoded.data(), encoded.size());
  }
  void count(std::size_t value) { number(static_cast<std::uint64_t>(value)); }
  void text(const std::string& value) {
    count(value.size());
    bytes(value.data(), value.size());
  }
  void doubles(const std::vector<double>& values) {
    for (const double value : values) number(std::bit_cast<std::uint64_t>(value));
  }
};

Fingerprint::Fingerprint(const FingerprintedModel& model) : state_(std::make_unique<State>()) {
  State& to = *state_;
  if (!to.hash) throw std::bad_alloc();
  XXH3_128bits_reset(to.hash.get());
  to.bytes(kFingerprintMagic.data(), kFingerprintMagic.size());
  to.number(kFormatVersion);
  to.count(model.features.size());
  for (const std::string& feature : model.features) to.text(feature);
  to.text(model.scaler.kind);
  to.doubles(model.scaler.shift);
  to.doubles(model.scaler.scale);
  to.number(static_cast<std::uint64_t>(model.k));
  to.count(model.centroids.size());
  for (const float value : model.centroids) to.number(std::bit_cast<std::uint32_t>(value));
  to.count(model.pca.explained_variance_ratio.size());
  to.doubles(model.pca.explained_variance_ratio);
  to.count(model.pca.components.size());
  for (const auto& component : model.pca.components) {
    to.count(component.size());
    to.doubles(component);
  }
}

Fingerprint::~Fingerprint() = default;
Fingerprint::Fingerprint(Fingerprint&&) noexcept = default;
Fingerprint& Fingerprint::operator=(Fingerprint&&) noexcept = default;

void Fingerprint::add_labels(std::span<const Label> labels) {
  constexpr std::size_t kBlock = 4096;
  std::array<unsigned char, kBlock * sizeof(Label)> encoded{};
  while (!labels.empty()) {
    const std::span<const Label> block = labels.first(std::min(kBlock, labels.size()));
    for (std::size_t i = 0; i < block.size(); ++i) {
      put_little_endian(static_cast<std::uint32_t>(block[i]), encoded.data() + i * sizeof(Label));
    }
    state_->bytes(encoded.data(), block.size() * sizeof(Label));
    labels = labels.subspan(block.size());
  }
}

std::string Fingerprint::hex() const {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state_->hash.get()));
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : canonical.digest) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

std::string take_fingerprint(const comm::Communicator& comm, const FingerprintedModel& model, RowIndex rows,
                             std::span<const Label> labels) {
  constexpr int kTag = 41;
  constexpr std::size_t kBlock = std::size_t{1} << 18U;
  const RowPartition partition(rows, comm.size());
  if (!comm.is_root()) {
    for (std::size_t at = 0; at < labels.size(); at += kBlock) {
      comm.send_bytes(std::as_bytes(labels.subspan(at, std::min(kBlock, labels.size() - at))), 0, kTag);
    }
    return comm.broadcast(std::string(), 0);
  }
  Fingerprint fingerprint(model);
  fingerprint.add_labels(labels);
  std::vector<Label> block(kBlock);
  for (int rank = 1; rank < comm.size(); ++rank) {
    for (auto left = static_cast<std::size_t>(partition.range(rank).size()); left > 0;) {
      const auto part = std::span<Label>(block).first(std::min(kBlock, left));
      comm.receive_bytes(std::as_writable_bytes(part), rank, kTag);
      fingerprint.add_labels(part);
      left -= part.size();
    }
  }
  return comm.broadcast(fingerprint.hex(), 0);
}

}  // namespace chorus::model
