// What `chorus cluster` will need, foretold: memory from the sizes that the library documents, time from a
// trial on synthetic songs.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/types.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace chorus::jobs {

/// A job, as far as its needs depend on it.
struct JobShape {
  RowIndex rows = 0;
  std::size_t width = 10;  ///< features
  std::vector<int> ks;
  int restarts = 10;
};

/// Bytes that the rank with the largest share takes at most, beside what the program holds as it starts: its
/// scaled rows (4 bytes a feature), then the largest of seeding (up to 16 bytes a row), labels of the fits in
/// step (up to 8 bytes a row), and labels of the fits that are judged together with the silhouette's sums;
/// and fixed buffers for files. Local.
[[nodiscard]] std::uint64_t memory_of(const JobShape& shape, int ranks);

/// Seconds by step, without reading and writing files.
struct PredictedTime {
  double statistics = 0, seeding = 0, lloyd = 0, silhouette = 0;
  double passes = 0;  ///< Lloyd passes a fit that the trial took
  [[nodiscard]] double total() const { return statistics + seeding + lloyd + silhouette; }
};

/// Collective. Runs the real steps on a few synthetic songs a rank, one restart for each k, and scales what
/// they took to the job's rows and restarts. Takes about a second. How many passes the real songs need is not
/// known beforehand: it is taken to be what the synthetic ones needed.
/// @param allreduce seconds that a small allreduce over all ranks takes
[[nodiscard]] PredictedTime predict_time(const comm::Communicator& comm, const JobShape& shape,
                                         double allreduce);

}  // namespace chorus::jobs
