#include "chorus/model/fingerprint.hpp"

#include <gtest/gtest.h>
#include <xxhash.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <numeric>

namespace chorus::model {
namespace {

FingerprintedModel example_model() {
  FingerprintedModel model;
  model.features = {"energy", "tempo"};
  model.scaler = {"standard", {0.5, 120}, {0.25, 30}};
  model.k = 2;
  model.centroids = {1.5F, -0.25F, 0.0F, 3.0F};
  model.pca = {{0.75, 0.25}, {{0.6, 0.8}}};
  return model;
}

std::string fingerprint(const FingerprintedModel& model, const std::vector<Label>& labels) {
  Fingerprint made(model);
  made.add_labels(labels);
  return made.hex();
}

/// The stated byte order, written down a second time: bytes of a little-endian machine, hashed at once.
class Bytes {
 public:
  template <class T>
  Bytes& add(T value) {
    std::string raw(sizeof value, '\0');
    std::memcpy(raw.data(), &value, sizeof value);
    bytes_ += raw;
    return *this;
  }
  Bytes& text(const std::string& value) {
    bytes_ += value;
    return *this;
  }
  [[nodiscard]] std::string hash() const {
    const XXH128_hash_t hash = XXH3_128bits(bytes_.data(), bytes_.size());
    char hex[33];
    std::snprintf(hex, sizeof hex, "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                  static_cast<unsigned long long>(hash.low64));
    return hex;
  }

 private:
  std::string bytes_;
};

using U64 = std::uint64_t;

TEST(Fingerprint, IsTheHashOfTheStatedBytes) {
  Bytes bytes;
  bytes.text("chorusfp").add(std::uint32_t{1});
  bytes.add(U64{2}).add(U64{6}).text("energy").add(U64{5}).text("tempo");
  bytes.add(U64{8}).text("standard").add(0.5).add(120.0).add(0.25).add(30.0);
  bytes.add(U64{2}).add(U64{4}).add(1.5F).add(-0.25F).add(0.0F).add(3.0F);
  bytes.add(U64{2}).add(0.75).add(0.25).add(U64{1}).add(U64{2}).add(0.6).add(0.8);
  bytes.add(std::int32_t{0}).add(std::int32_t{1}).add(std::int32_t{-1});
  EXPECT_EQ(fingerprint(example_model(), {0, 1, kNoLabel}), bytes.hash());
}

TEST(Fingerprint, BlocksDoNotMatter) {
  std::vector<Label> labels(20000);
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<Label>(i * i % 7) - 1;
  const std::string whole = fingerprint(example_model(), labels);
  for (const std::size_t cut : {std::size_t{1}, std::size_t{4095}, std::size_t{4096}, std::size_t{19999}}) {
    Fingerprint made(example_model());
    std::span<const Label> rest(labels);
    while (!rest.empty()) {
      const std::size_t size = std::min(cut, rest.size());
      made.add_labels(rest.first(size));
      rest = rest.subspan(size);
    }
    EXPECT_EQ(made.hex(), whole) << "cut into " << cut;
  }
}

TEST(Fingerprint, EveryPartCounts) {
  const std::vector<Label> labels{0, 1, 1};
  const std::string unchanged = fingerprint(example_model(), labels);
  const std::vector<std::function<void(FingerprintedModel&)>> changes{
      [](auto& m) { m.features[0] = "Energy"; },
      [](auto& m) {
        m.features = {"energyt", "empo"};
      },
      [](auto& m) { m.scaler.kind = "minmax"; },
      [](auto& m) { m.scaler.shift[1] = std::nextafter(120.0, 121.0); },
      [](auto& m) { m.scaler.scale[0] = std::nextafter(0.25, 1.0); },
      [](auto& m) { m.k = 3; },
      [](auto& m) { m.centroids[1] = std::nextafter(-0.25F, 0.0F); },
      [](auto& m) { m.centroids[2] = -0.0F; },
      [](auto& m) { m.pca.explained_variance_ratio[0] = std::nextafter(0.75, 1.0); },
      [](auto& m) { m.pca.components[0][1] = std::nextafter(0.8, 1.0); },
      [](auto& m) { m.pca.components.clear(); },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    FingerprintedModel model = example_model();
    changes[i](model);
    EXPECT_NE(fingerprint(model, labels), unchanged) << "change " << i;
  }
  EXPECT_NE(fingerprint(example_model(), {0, 1, 0}), unchanged);
  EXPECT_NE(fingerprint(example_model(), {0, 1}), unchanged);
  EXPECT_EQ(fingerprint(example_model(), labels), unchanged);
}

TEST(Fingerprint, HasThirtyTwoHexDigits) {
  const std::string hex = fingerprint(example_model(), {});
  EXPECT_EQ(hex.size(), 32U);
  EXPECT_EQ(hex.find_first_not_of("0123456789abcdef"), std::string::npos);
}

}  // namespace
}  // namespace chorus::model
