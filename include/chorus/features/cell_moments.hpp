// Moments of each feature over its own present values, whatever else their rows lack: what an exploration
// shows. (What K-Means uses is Moments, over rows.) The same bits on any number of ranks.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/cleaning.hpp"
#include "chorus/features/shard_rows.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace chorus::features {

/// d = features.
struct CellMoments {
  RowIndex rows = 0;                                       ///< of the catalogue
  RowIndex complete = 0;                                   ///< rows without an absent value
  std::vector<std::array<std::int64_t, kAbsences>> cells;  ///< d: cells by absence
  std::vector<double> min, max, mean;        ///< d, original units; NaN where no value is present
  std::vector<std::int64_t> at_min, at_max;  ///< d: values equal to it; many are often a stand-in
  std::vector<double> deviation;             ///< d: of the population; NaN likewise

  /// Values present.
  [[nodiscard]] std::int64_t count(std::size_t feature) const { return cells[feature][0]; }
};

/// Collective. Four passes over the shard. The rules' bounds count, their policy does not. Any finite values
/// will do. Throws AgreedError as reading the shard does.
[[nodiscard]] CellMoments measure_cells(const comm::Communicator& comm, const ShardRows& shard,
                                        const CleaningRules& rules);

}  // namespace chorus::features
