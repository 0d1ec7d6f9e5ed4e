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

/// Widths of the rows measured that this rank owns.
struct MeasuredWidths {
  std::vector<RowIndex> rows;              ///< catalogue rows, ascending
  std::vector<std::vector<float>> widths;  ///< one list a labelling, parallel to rows
};

/// Collective. The silhouette of every labelling over the same sample. `sizes[f]` are the cluster sizes of
/// labelling f. Coefficient and standard error are kUndefined for a labelling without scores (has_scores).
[[nodiscard]] std::vector<Silhouette> measure_silhouettes(
    const comm::Communicator& comm, const features::ScaledRows& rows,
    std::span<const pairs::Labelling> labellings, std::span<const std::vector<std::int64_t>> sizes,
    pairs::DistanceUnits units, const SilhouetteOptions& options, MeasuredWidths* widths = nullptr);

/// Local. The width of a row of cluster `own`, from its sums of distances to every cluster (itself at 0): 0
/// in a cluster of one.
[[nodiscard]] double silhouette_width(std::span<const std::int64_t> sums, std::span<const std::int64_t> sizes,
                                      std::size_t own);

}  // namespace chorus::quality
