// The sound of a synthetic song: a pure function of (seed, row).
#pragma once

#include "chorus/core/types.hpp"
#include "decimal.hpp"
#include "plane_order.hpp"
#include "synthetic_tables.hpp"

#include <array>
#include <cstdint>

namespace chorus::catalogue {

struct SyntheticSong {
  std::size_t group = 0;                            ///< below kSyntheticGroups
  std::array<Decimal, kSyntheticWidth> features{};  ///< in the order of kSyntheticFeatures
};

/// Makes songs; a song depends on the seed and its row alone. Draws 0 and 1 of a row are its sound's.
class SongSampler {
 public:
  explicit SongSampler(std::uint64_t seed);
  /// Local. @pre row >= 0
  [[nodiscard]] SyntheticSong song(RowIndex row) const;

 private:
  std::uint64_t seed_;
  PlaneOrder order_;
};

/// The standard normal quantile at (bits + 1/2) / 2^32, interpolated in a table (error below .001). Local.
[[nodiscard]] double normal_quantile(std::uint32_t bits);

}  // namespace chorus::catalogue
