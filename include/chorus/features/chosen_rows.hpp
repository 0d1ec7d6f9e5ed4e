// Some of the rows used, or all of them, chosen by the seed and the rows alone: those with the smallest hash.
// A rank knows which of its own rows are chosen, and of those of others how many.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/random.hpp"
#include "chorus/features/scaling.hpp"

#include <cstdint>
#include <vector>

namespace chorus::features {

/// Rows chosen are numbered as they follow each other in the catalogue.
class ChosenRows {
 public:
  /// All rows used: takes no memory. @param before rows used on lower ranks
  ChosenRows(const ScaledRows& rows, RowIndex before)
      : total_(rows.total), before_(before), here_(rows.blocks.rows()), all_(true) {}
  /// @param list rows used here that are chosen, ascending
  ChosenRows(RowIndex total, RowIndex before, std::vector<RowIndex> list)
      : total_(total), before_(before), here_(std::ssize(list)), list_(std::move(list)) {}

  [[nodiscard]] RowIndex total() const { return total_; }
  /// Numbers of the chosen rows that this rank owns: [before, before + here).
  [[nodiscard]] RowRange here() const { return {before_, before_ + here_}; }
  /// Which of this rank's rows used has this number. @pre here().contains(number)
  [[nodiscard]] RowIndex index(RowIndex number) const {
    const RowIndex i = number - before_;
    return all_ ? i : list_[static_cast<std::size_t>(i)];
  }

 private:
  RowIndex total_;
  RowIndex before_;
  RowIndex here_;
  bool all_ = false;
  std::vector<RowIndex> list_;
};

/// Collective. `size` of the rows used: those with the smallest hash, of equal ones the lowest rows; all, if
/// there are not more. A rank keeps what it owns of them, 8 bytes a row, or nothing if all are chosen.
/// `stream` tells samples of one purpose apart.
[[nodiscard]] ChosenRows choose_rows(const comm::Communicator& comm, const ScaledRows& rows, RowIndex size,
                                     std::uint64_t seed, Purpose purpose, std::uint32_t stream = 0);

}  // namespace chorus::features
