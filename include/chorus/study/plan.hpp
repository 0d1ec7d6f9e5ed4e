// Which points a scaling study measures. Local.
#pragma once

#include "chorus/core/types.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::study {

enum class Study : std::uint8_t {
  kStrong,  ///< the same songs on more ranks
  kWeak,    ///< as many songs a rank
};
[[nodiscard]] std::string_view study_name(Study study);

/// A rank count of a study.
struct Point {
  Study study = Study::kStrong;
  int ranks = 1;
  int nodes = 0;  ///< all ranks of the first so many hosts; 0: the first ranks
  RowIndex rows = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

/// What was asked for.
struct StudyOptions {
  std::vector<int> ranks;       ///< rank counts; empty with `nodes`
  std::vector<int> nodes;       ///< or node counts
  RowIndex songs = 0;           ///< of the strong study; 0: there is none
  RowIndex songs_per_rank = 0;  ///< of the weak study; 0: there is none
};

/// The points, the strong study first, ranks ascending without repeats. `host_of` is the host of every rank
/// of the job, counted from 0 in the order of their lowest ranks. Throws Error(kInput) for a count that the
/// job does not have.
[[nodiscard]] std::vector<Point> plan_points(const StudyOptions& options, const std::vector<int>& host_of);

/// Whether a rank on a host works on the point.
[[nodiscard]] bool takes_part(const Point& point, int rank, int host);

/// 1, 2, 4, ... up to `most`, and `most` itself.
[[nodiscard]] std::vector<int> doubling_counts(int most);

/// Hosts by name, by rank, as numbers from 0 in the order in which they first appear.
[[nodiscard]] std::vector<int> number_hosts(const std::vector<std::string>& names);

}  // namespace chorus::study
