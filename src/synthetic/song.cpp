#include "synthetic/song.hpp"

#include "chorus/core/random.hpp"
#include "chorus/synthetic/normal_quantile.hpp"

#include <algorithm>

namespace chorus::synthetic {

namespace {

constexpr std::size_t kLoudness = 2;
constexpr std::size_t kTempo = 8;
constexpr std::size_t kDuration = 9;

/// A feature's value at the standard normal z in a group's table.
double look_up(const std::array<double, kTableKnots>& table, double z) {
  constexpr double kLast = static_cast<double>(kTableKnots) - 1 - 1e-9;
  double place = (z - kFirstKnot) * kKnotsPerUnit;
  place = place < 0 ? 0 : place;
  place = place > kLast ? kLast : place;
  const auto knot = static_cast<std::size_t>(place);
  return table[knot] + (place - static_cast<double>(knot)) * (table[knot + 1] - table[knot]);
}

std::int64_t nearest_integer(double value) {
  return static_cast<std::int64_t>(value < 0 ? value - 0.5 : value + 0.5);
}

/// Three significant digits, for a share in [0, 1]; below half a millionth it is 0.
Decimal round_share(double share) {
  if (share >= 0.1) return {nearest_integer(share * 1e3), 3};
  if (share >= 0.01) return {nearest_integer(share * 1e4), 4};
  if (share >= 0.001) return {nearest_integer(share * 1e5), 5};
  if (share >= 0.0001) return {nearest_integer(share * 1e6), 6};
  if (share >= 0.00001) return {nearest_integer(share * 1e7), 7};
  if (share >= 0.0000005) return {nearest_integer(share * 1e8), 8};
  return {0, 3};
}

Decimal round_feature(std::size_t feature, double value) {
  switch (feature) {
    case kLoudness:
    case kTempo:
      return {nearest_integer(value * 1e3), 3};
    case kDuration:
      return {nearest_integer(value), 0};
    default:
      return round_share(value);
  }
}

struct GroupPlace {
  std::size_t group = 0;
  double within = 0;  ///< [0, 1): where in the group's part
};

GroupPlace find_group(double place) {
  std::size_t group = 0;
  while (group + 1 < kSyntheticGroups && place >= kGroupEnds[group]) ++group;
  const double begin = group == 0 ? 0 : kGroupEnds[group - 1];
  return {group, (place - begin) / (kGroupEnds[group] - begin)};
}

/// [0, 1) to 32 bits; 1 itself, where rounding may lead, to the last.
std::uint32_t to_bits(double unit) {
  return static_cast<std::uint32_t>(std::min(unit * 0x1p32, 0x1p32 - 1));
}

}  // namespace

SongSampler::SongSampler(std::uint64_t seed) : seed_(seed), order_(seed) {}

SyntheticSong SongSampler::song(RowIndex row) const {
  const auto address = static_cast<std::uint64_t>(row);
  std::array<std::uint32_t, kSyntheticWidth> bits{};
  for (std::uint32_t draw = 0; draw < 2; ++draw) {
    const auto four = random_bits(seed_, Purpose::kSynthetic, address, draw);
    for (std::size_t i = 0; i < 4; ++i) bits[2 + 4 * draw + i] = four[i];
  }
  // The first coordinate chooses the group, and the place in the group's part is the duration's normal; the
  // second is the instrumentalness's. Both have long tails, which plain draws would leave to chance.
  const PlaneOrder::Point point = order_.at(row);
  const GroupPlace found = find_group(point.first);
  std::array<double, kSyntheticWidth> normals{};
  normals[0] = normal_quantile(to_bits(found.within));
  normals[1] = normal_quantile(to_bits(point.second));
  for (std::size_t i = 2; i < kSyntheticWidth; ++i) normals[i] = normal_quantile(bits[i]);

  SyntheticSong song;
  song.group = found.group;
  const double* factor = kGroupFactors[found.group].data();
  for (std::size_t dimension = 0; dimension < kSyntheticWidth; ++dimension) {
    double z = 0;
    for (std::size_t i = 0; i <= dimension; ++i) z += factor[i] * normals[i];
    factor += dimension + 1;
    const std::size_t feature = kDimensionFeatures[dimension];
    song.features[feature] = round_feature(feature, look_up(kGroupTables[found.group][feature], z));
  }
  return song;
}

}  // namespace chorus::synthetic
