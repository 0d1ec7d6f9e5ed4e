// Ranks beyond the largest power of two, for collectives by doubling: the lowest ranks go in pairs, and of
// each pair the odd rank takes part for both.
#pragma once

#include <bit>

namespace chorus::comm {

struct Fold {
  int rank;
  int places;  ///< the largest power of two that is not above the number of ranks
  int paired;  ///< ranks below this go in pairs

  Fold(int rank_, int size)
      : rank(rank_),
        places(static_cast<int>(std::bit_floor(static_cast<unsigned>(size)))),
        paired(2 * (size - places)) {}

  [[nodiscard]] bool in_pair() const { return rank < paired; }
  /// Whether the pair's other rank takes part for this one.
  [[nodiscard]] bool is_guest() const { return in_pair() && rank % 2 == 0; }
  /// Where this rank stands among those that take part; places ascend with ranks.
  [[nodiscard]] int place() const { return in_pair() ? rank / 2 : rank - paired / 2; }
  [[nodiscard]] int rank_of(int place) const {
    return place < paired / 2 ? 2 * place + 1 : place + paired / 2;
  }
};

}  // namespace chorus::comm
