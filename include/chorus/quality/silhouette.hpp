// The silhouette coefficient (Rousseeuw 1987), with scikit-learn's definitions: of a sample of rows against
// all rows.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/pairs/cluster_distances.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace chorus::quality {

/// How many rows are measured. The rule is a function of rows and options alone.
struct SilhouetteOptions {
  enum class Mode : std::uint8_t { kAuto, kExact, kSample } mode = Mode::kAuto;
  RowIndex sample = 2000;  ///< rows, for kSample
  std::uint64_t seed = 0;
  /// Called on every rank after each batch of rows; may throw to end the run on all ranks alike.
  std::function<void()> after_batch;
};

/// kAuto measures all rows up to this many ...
inline constexpr RowIndex kExactUpTo = 20000;
/// ... and beyond it a sample of so many, for a standard error of about .003.
inline constexpr RowIndex kAutoSample = 2000;

struct Silhouette {
  double coefficient = 0;  ///< mean width over the rows measured
  double standard_error =
      0;              ///< of the mean, with the finite population correction; 0 if all rows were measured
  RowIndex rows = 0;  ///< rows measured
};

/// The silhouettes of several clusterings over the same sample; lists are parallel to them.
struct Silhouettes {
  std::vector<Silhouette> of;  ///< the same on every rank
  std::vector<RowIndex> rows;  ///< the rows measured that this rank owns: catalogue rows, ascending
  std::vector<std::vector<float>> widths;  ///< a list a clustering, parallel to rows; not a number for noise
};

/// Collective. Noise counts for nothing: its rows are neither measured nor measured against. Coefficient and
/// standard error are kUndefined for a clustering without scores (has_scores), and where no row of the sample
/// is in a cluster.
[[nodiscard]] Silhouettes measure_silhouettes(const comm::Communicator& comm,
                                              const features::ScaledRows& rows,
                                              pairs::Clusterings clusterings, pairs::DistanceUnits units,
                                              const SilhouetteOptions& options);

/// Local. The width of a row of cluster `own`, from its sums of distances to every cluster (itself at 0): 0
/// in a cluster of one.
[[nodiscard]] double silhouette_width(std::span<const std::int64_t> sums, std::span<const std::int64_t> sizes,
                                      std::size_t own);

}  // namespace chorus::quality
