// A model of a repeat's time, fitted to what was measured, for rank counts that were not. Local.
//
//   seconds = compute * songs / ranks + latency * log2(ranks) + serial + bandwidth * (ranks - 1) / ranks
//
// log2(ranks) are the steps of an allreduce by a tree; (ranks - 1) / ranks is the part of its bytes that one
// by rings moves, at a fixed number of clusters. Coefficients are not negative, errors are relative. A term
// that the points measured cannot tell from the terms before it is left out.
#pragma once

#include "chorus/study/plan.hpp"
#include "chorus/study/summary.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace chorus::study {

inline constexpr int kTerms = 4;
/// In the order of the formula.
inline constexpr std::array<const char*, kTerms> kTermNames = {"compute", "latency", "serial", "bandwidth"};

/// A size that was measured, with the seconds of its repeats.
struct Observed {
  int ranks = 1;
  RowIndex rows = 0;
  std::vector<double> seconds;
};

struct CostModel {
  std::array<double, kTerms> coefficients{};  ///< seconds: per song of a rank, per step, and in all
  std::array<bool, kTerms> known{};           ///< false: left out
  int observations = 0;
  /// Largest |measured / fitted - 1|. Means nothing where there are no more observations than terms known.
  double misfit = 0;

  [[nodiscard]] double seconds(RowIndex rows, int ranks) const;
  [[nodiscard]] int terms() const;
  /// Whether observations are left over to check it with.
  [[nodiscard]] bool checked() const { return observations > terms(); }
};

/// From the medians of the repeats. @pre observed is not empty, all seconds are positive
[[nodiscard]] CostModel fit_cost_model(std::span<const Observed> observed);

/// Not measured: predicted.
struct Prediction {
  Study study = Study::kStrong;
  int ranks = 1;
  RowIndex rows = 0;
  Spread seconds;  ///< median and bounds of 90 %
  double speed_up = 1;
  Spread efficiency;  ///< against the base of the study
};

/// The times of `points`, each with the spread over fits to 400 redrawings of the repeats (bootstrap), times
/// the model's own misfit at points drawn likewise. `base` is the study's point with the fewest ranks.
[[nodiscard]] std::vector<Prediction> predict(std::span<const Observed> observed,
                                              std::span<const Point> points, const PointSummary& base,
                                              std::uint64_t seed);

/// The formula with the fitted numbers, and what it cannot know: lines for people.
[[nodiscard]] std::vector<std::string> describe_model(const CostModel& model);

}  // namespace chorus::study
