// The rows that the benchmarks of single stages run on: from a .npy file that a peer reads too, or synthetic
// songs; on the grid, as `chorus cluster` has them.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/kmeans/fit.hpp"
#include "chorus/kmeans/grid_totals.hpp"

#include <filesystem>
#include <vector>

namespace chorus::bench {

/// Where rows come from: a file of n x d float32 that are scaled already, or so many synthetic songs.
struct RowSource {
  std::filesystem::path load;
  RowIndex songs = 1'000'000;
  std::uint64_t seed = 7;
};

struct StageRows {
  features::ScaledRows rows;
  features::Scaler scaler;
  kmeans::GridTotals grid;
  double seconds = 0;  ///< that reading, moments and scaling took
};

/// Collective. Rows of a file are centred and rounded to the grid, not scaled again; songs are standardized.
[[nodiscard]] StageRows prepare_rows(const comm::Communicator& comm, const RowSource& source);

/// Collective. Writes the rows as the kernels have them as .npy, for the other side.
void save_rows(const comm::Communicator& comm, const StageRows& rows, const std::filesystem::path& path);

/// Local. A starting point: k rows of d numbers, comma-separated, in the units of the file that `rows` came
/// from; in the kernels' units afterwards.
[[nodiscard]] std::vector<float> read_start(const StageRows& rows, const std::filesystem::path& path);

/// Collective. A fit with k clusters from `start`, or seeded by k-means++ where that is empty.
[[nodiscard]] kmeans::Fit begin_fit(const comm::Communicator& comm, const StageRows& rows,
                                    const std::filesystem::path& start, int k);

/// Collective. Seconds that `work` takes from when all ranks begin to when all have ended.
[[nodiscard]] double seconds_of(const comm::Communicator& comm, const std::function<void()>& work);

}  // namespace chorus::bench
