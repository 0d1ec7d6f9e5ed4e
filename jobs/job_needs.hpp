// What `chorus cluster` will need, foretold: memory from the sizes that the library documents, time from a
// trial on synthetic songs.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/types.hpp"
#include "chorus/doctor/rank_facts.hpp"
#include "cluster_options.hpp"
#include "song_count.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace chorus::jobs {

/// A job, as far as its needs depend on it.
struct JobShape {
  RowIndex rows = 0;
  std::size_t width = 10;  ///< features
  std::vector<int> ks;
  int restarts = 10;
  std::size_t keep_rows = 24;  ///< MiB a rank, see InputOptions
};

/// Collective. The sizes on which the job's needs depend, but for the songs, which are yet to be counted.
[[nodiscard]] JobShape shape_of(const comm::Communicator& comm, const ClusterOptions& options);

/// Bytes that the rank with the largest share takes at most, beside what the program holds as it starts: its
/// scaled rows (4 bytes a feature), rows as read that it keeps, and labels; and the largest of what comes one
/// after the other: files, seeding (up to 16 bytes a row), labels of the fits in step (up to 8 bytes a row),
/// labels of the fits that are judged together with the silhouette's sums, and on rank 0 the report of the
/// largest k. Within 20 % of what a run takes (tests/jobs/doctor_memory.sh). Local.
[[nodiscard]] std::uint64_t memory_of(const JobShape& shape, int ranks);

/// Seconds by step, without reading and writing files.
struct PredictedTime {
  double statistics = 0, seeding = 0, lloyd = 0;
  double silhouette = 0;  ///< and the other scores of the fits
  double passes = 0;      ///< Lloyd passes a fit that the trial took
  [[nodiscard]] double total() const { return statistics + seeding + lloyd + silhouette; }
};

/// Collective. Runs the real steps on a few synthetic songs a rank, one restart for each k, and scales what
/// they took to the job's rows and restarts. Takes about a second. How many passes the real songs need is not
/// known beforehand: it is taken to be what the synthetic ones needed.
/// @param allreduce seconds that a small allreduce over all ranks takes
[[nodiscard]] PredictedTime predict_time(const comm::Communicator& comm, const JobShape& shape,
                                         double allreduce);

/// What was foretold for an input.
struct Needs {
  SongCount songs;
  JobShape shape;
  std::uint64_t memory = 0;  ///< bytes of the rank with the largest share
  PredictedTime time;
};

/// Collective. Counts the songs, and foretells what clustering them takes. Numbers of clusters beyond the
/// songs are left out, as the run leaves them out. Throws AgreedError: kCannotCluster if none is left, and
/// as count_songs.
/// @param shape `rows` is not looked at; `width` 0: a catalogue's features
/// @param facts of all ranks: what the largest holds as it starts is counted in
[[nodiscard]] Needs foretell_needs(const comm::Communicator& comm, const std::filesystem::path& input,
                                   JobShape shape, const std::vector<doctor::RankFacts>& facts,
                                   double allreduce);

/// "1.2 s", "12 min" or "3.4 h".
[[nodiscard]] std::string duration_text(double seconds);
/// One line for people, of what the time is made.
[[nodiscard]] std::string time_text(const PredictedTime& time);

}  // namespace chorus::jobs
