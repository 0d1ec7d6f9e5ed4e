// One fit: k clusters from one start. And what may be asked of it.
#pragma once

#include "chorus/kmeans/grid_totals.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>
#include <vector>

namespace chorus::kmeans {

enum class Seeding : std::uint8_t { kPlusPlus, kParallel, kRandom, kGiven };
[[nodiscard]] std::string_view seeding_name(Seeding seeding);

struct FitOptions {
  Seeding seeding = Seeding::kPlusPlus;
  std::uint64_t seed = 0;
  int restarts = 10;
  int max_iterations = 300;
  double tolerance = 1e-4;  ///< times the mean variance of the scaled features (scikit-learn's definition)
};

/// Why a fit ended.
enum class Stop : std::uint8_t {
  kRunning,
  kUnchanged,      ///< no label changed in a pass
  kNoImprovement,  ///< a pass without refilling did not lower the inertia
  kTolerance,      ///< the centroids moved less than the tolerance
  kIterations,     ///< the allowed passes are used up
  kTooFewRows,     ///< there are fewer distinct rows than clusters: the fit has no centroids
};
/// In one word or two; of a fit that runs or has not begun, "no pass".
[[nodiscard]] std::string_view stop_name(Stop stop);

/// The state of a fit, whose lists are dropped once it ended and another fit of its k is better: small, the
/// same bits on every rank. Together with the rows it determines the rest of the run, so it is what a
/// checkpoint keeps.
struct Fit {
  int k = 0;
  int restart = 0;
  std::vector<float>
      labelled_by;  ///< k x d: the centroids that gave the current labels; empty before the first pass
  std::vector<float> centroids;      ///< k x d: where the centroids are now; empty before seeding
  std::vector<std::int64_t> counts;  ///< k: rows by cluster under the current labels
  double inertia = std::numeric_limits<double>::infinity();  ///< of the current labels about their means
  int iterations = 0;
  int refilled = 0;  ///< empty clusters that were refilled
  Stop stop = Stop::kRunning;

  /// Ends the fit without a result (kTooFewRows).
  void give_up();
};

}  // namespace chorus::kmeans
