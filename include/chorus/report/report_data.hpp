// What the charts of the report need beside model::RunResult: bounded in size at any number of songs, and a
// function of catalogue and options alone (exact counts, exact sums, a sample by hash), so equal on every
// rank and at every rank count. d = features, k = clusters; only rows that were clustered count, unless
// noted. report::collect_report_data fills it from rows.
#pragma once

#include "chorus/core/types.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace chorus::report {

/// [low, high], low <= high.
struct Interval {
  double low = 0;
  double high = 0;
  [[nodiscard]] double width() const { return high - low; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// A song on the map.
struct MapSong {
  RowIndex row = 0;  ///< of the catalogue
  double pc1 = 0, pc2 = 0;
  Label cluster = 0;
  std::vector<double> values;  ///< d, original units
  std::string title;           ///< bytes as in the source; empty where it has no such column
  std::string artist;
  friend bool operator==(const MapSong&, const MapSong&) = default;
};

/// How many songs lie in each cell of a grid over the first two components, by cluster. Cells are half open,
/// the last of each axis closed; songs outside of the window are counted, not drawn.
struct MapDensity {
  static constexpr int kMostSide = 128;
  int side = 0;  ///< cells along each axis
  Interval pc1, pc2;
  std::vector<std::vector<std::int64_t>> counts;  ///< k, each side x side, row-major, pc2 the slow axis
  std::int64_t outside = 0;                       ///< songs outside of the window
  friend bool operator==(const MapDensity&, const MapDensity&) = default;
};

/// One feature within one cluster, counted exactly on edges that all clusters share.
struct Distribution {
  std::vector<std::int64_t> counts;  ///< bins of equal width over the feature's window
  std::int64_t below = 0, above = 0;
  /// 5, 25, 50, 75 and 95 %: interpolated within a bin, so at most one bin width from a value of that rank; a
  /// quantile that lies outside of the window is the window's bound. Not a number where the cluster is empty.
  double q05 = 0, q25 = 0, q50 = 0, q75 = 0, q95 = 0;
};

/// One feature over all clusters.
struct FeatureDistributions {
  Interval window;                     ///< covers at least the central 99.5 % of all rows
  std::vector<Distribution> clusters;  ///< k
};

/// Silhouette widths of the rows that were measured, counted in equal bins from -1 to 1.
struct SilhouetteWidths {
  static constexpr int kMostBins = 2000;
  /// Bins for k clusters: 2000 (of .001), fewer where all would exceed 2^20 counts, 40 at least.
  [[nodiscard]] static constexpr int bins_for(std::size_t clusters) {
    constexpr std::size_t kMostCounts = std::size_t{1} << 20U;
    for (const int bins : {kMostBins, 1000, 500, 200, 100}) {
      if (clusters * static_cast<std::size_t>(bins) <= kMostCounts) return bins;
    }
    return 40;
  }
  std::vector<std::vector<std::int64_t>> counts;  ///< k, each bins_for(k); empty where nothing was measured
  std::vector<double> mean;                       ///< k, exact; not a number for a cluster without any
  friend bool operator==(const SilhouetteWidths&, const SilhouetteWidths&) = default;
};

/// A measurement or prediction of a scaling study; varies from run to run.
struct ScalingPoint {
  std::string study;   ///< "strong" or "weak"
  std::string origin;  ///< "measured", "predicted" or "simulated"
  int ranks = 1;
  int nodes = 1;
  RowIndex rows = 0;
  double seconds = 0;        ///< median of the repeats
  double low = 0, high = 0;  ///< smallest and largest, or the bounds of the prediction
  double speed_up = 0;       ///< against the smallest rank count of the study
  double efficiency = 0;     ///< 0 to 1
  double communication = 0;  ///< share of the time, 0 to 1
};

struct ReportData {
  /// A fair sample of the clustered rows, those with the smallest hashes, in order of their hashes: each
  /// prefix is a fair sample too, so the writer may take fewer where the page would grow too large.
  std::vector<MapSong> songs;
  MapDensity density;
  std::vector<std::vector<double>> centroid_scores;  ///< k x 2: mean PC1 and PC2 of each cluster, exact
  std::vector<FeatureDistributions> distributions;   ///< d
  SilhouetteWidths silhouette;
  /// d each, or empty where unknown: cells of the whole input, not of the rows used.
  std::vector<std::int64_t> missing, not_numeric, not_finite;
  std::vector<ScalingPoint> scaling;  ///< empty without a study
};

}  // namespace chorus::report
