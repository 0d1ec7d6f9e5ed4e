// The sound of a synthetic song: a pure function of (seed, row).
#pragma once

#include "chorus/core/types.hpp"
#include "chorus/synthetic/decimal.hpp"
#include "chorus/synthetic/plane_order.hpp"
#include "synthetic/tables.hpp"

#include <array>
#include <cstdint>

namespace chorus::synthetic {

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

}  // namespace chorus::synthetic
