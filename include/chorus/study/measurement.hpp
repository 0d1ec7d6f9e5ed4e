// What one repeat of a point cost, and the table that keeps all of them (scaling.csv). Local.
#pragma once

#include "chorus/core/types.hpp"
#include "chorus/study/plan.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::study {

/// A phase, in seconds: means over the ranks, which add up to about `seconds`.
struct PhaseCost {
  std::string name;
  bool counted = true;  ///< part of the repeat's time; preparing (reading, statistics) is reported apart
  double seconds = 0;   ///< of the slowest rank
  double compute = 0;
  double communication = 0;
  double io = 0;
  double waiting = 0;                  ///< for ranks with more to compute
  std::uint64_t bytes = 0, calls = 0;  ///< communicated, all ranks together
  friend bool operator==(const PhaseCost&, const PhaseCost&) = default;
};

struct Measurement {
  Study study = Study::kStrong;
  int ranks = 1;
  int nodes = 1;  ///< hosts that the ranks were on
  RowIndex rows = 0;
  int repeat = 1;           ///< from 1
  double seconds = 0;       ///< from the start of all ranks to the end of the last
  std::string fingerprint;  ///< of centroids and labels found
  std::vector<PhaseCost> phases;
  friend bool operator==(const Measurement&, const Measurement&) = default;
};

/// The table: comma, LF, a record a phase, then one named "total" that sums the counted phases; numbers that
/// read back to the same double. `plan` (without commas) says what was measured.
[[nodiscard]] std::string measurements_csv(std::string_view plan, const std::vector<Measurement>& all);

/// What measurements_csv was given. `path` is for messages.
struct StoredMeasurements {
  std::string plan;  ///< empty without measurements
  std::vector<Measurement> all;
};
/// Throws Error(kInput) for a text that is no such table, or of several plans.
[[nodiscard]] StoredMeasurements read_measurements(std::string_view text, const std::string& path);

/// Repeats of the point that are there.
[[nodiscard]] int count_repeats(const std::vector<Measurement>& all, const Point& point);

}  // namespace chorus::study
