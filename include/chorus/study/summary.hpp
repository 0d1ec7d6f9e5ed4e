// What the repeats of a study say together: speed-up, efficiency, where it is lost. Local.
#pragma once

#include "chorus/study/measurement.hpp"

#include <string>
#include <vector>

namespace chorus::study {

/// Of repeats: median, smallest and largest. Or of a prediction: median and the bounds of 90 %.
struct Spread {
  double median = 0, low = 0, high = 0;
};
/// @pre values is not empty
[[nodiscard]] Spread spread_of(std::vector<double> values);

/// Seconds, or shares of the time, by what the ranks did.
struct Breakdown {
  double compute = 0, communication = 0, io = 0, waiting = 0;
  [[nodiscard]] double total() const { return compute + communication + io + waiting; }
};

/// A point, over its repeats. "Base" is the point with the fewest ranks of the same study: all is relative
/// to it. r = ranks / ranks of the base.
struct PointSummary {
  Study study = Study::kStrong;
  int ranks = 1;
  int nodes = 1;
  RowIndex rows = 0;
  int repeats = 0;
  Spread seconds;
  double speed_up = 1;    ///< strong: seconds of the base / seconds; weak: that times r
  Spread efficiency;      ///< speed_up / r, 1 is ideal; its spread is that of this point's repeats
  double karp_flatt = 0;  ///< experimentally determined serial fraction (Karp and Flatt 1990), of the strong
                          ///< study: (1 / speed_up - 1 / r) / (1 - 1 / r); NaN for the base and weak studies
  double core_hours = 0;  ///< of one repeat: ranks x seconds / 3600
  Breakdown share;        ///< of the ranks' time
  /// What the point's ranks spend more than the base's for the same work, as shares of their time: adds up to
  /// 1 - efficiency, but for the spread. Negative where the base spent more.
  Breakdown lost;
  std::vector<PhaseCost> phases;          ///< means over the repeats that ran the phase
  std::vector<std::string> fingerprints;  ///< distinct
};

/// One a point, the strong study first, ranks then nodes ascending.
[[nodiscard]] std::vector<PointSummary> summarize(const std::vector<Measurement>& all);

/// Where most is lost, in words: "communication (12 % of the ranks' time)"; empty if nothing above 1 %.
[[nodiscard]] std::string largest_loss(const Breakdown& lost);

/// Whether equal songs gave equal fingerprints at all rank counts; also true where nothing can be compared.
[[nodiscard]] bool same_fingerprints(const std::vector<PointSummary>& points);

}  // namespace chorus::study
