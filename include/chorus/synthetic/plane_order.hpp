// An even order of points in the unit square: Sobol's two-dimensional sequence with Owen's scrambling (A.
// Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences", 1995; the scrambling by hashing is S. Laine's
// and T. Karras's, 2011), its points shuffled within runs of 1,024 rows so that neighbours are unrelated.
//
// Any whole run of 1,024 rows, and any 2^m runs that begin at a multiple of 2^m, has one point in each of as
// many equal parts of either axis; a catalogue's shares and long tails then vary far less from seed to seed
// than those of independent draws.
#pragma once

#include "chorus/core/types.hpp"

#include <array>
#include <cstdint>

namespace chorus::synthetic {

class PlaneOrder {
 public:
  static constexpr RowIndex kRun = 1024;

  struct Point {
    double first = 0;   ///< [0, 1)
    double second = 0;  ///< [0, 1)
  };

  explicit PlaneOrder(std::uint64_t seed);

  /// A pure function of (seed, row). Local. @pre row >= 0
  [[nodiscard]] Point at(RowIndex row) const;

 private:
  using Key = std::array<std::uint64_t, 4>;
  [[nodiscard]] std::uint64_t shuffled(RowIndex row) const;
  static std::uint64_t scrambled(std::uint64_t index, const Key& key);

  std::uint64_t seed_;
  Key first_key_{};
  Key second_key_{};
};

}  // namespace chorus::synthetic
