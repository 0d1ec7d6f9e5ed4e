// What a run of `chorus cluster` found: the one struct from which summary, tables, model file, terminal
// output and report are written. Everything but `RunInfo` is a function of input and options alone. d =
// features, k = chosen number of clusters.
#pragma once

#include "chorus/core/types.hpp"
#include "chorus/quality/choice_of_k.hpp"
#include "chorus/quality/k_score.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace chorus::model {

/// The way from original units to the space in which distances are measured: scaled = (value - shift) /
/// scale. For kinds "standard" (shift = mean, scale = standard deviation), "minmax" (minimum, range) and
/// "none" (0, 1). A constant column has scale 0 and becomes exact zeros.
struct Scaler {
  std::string kind = "standard";
  std::vector<double> shift;  ///< d
  std::vector<double> scale;  ///< d
};

struct PcaResult {
  std::vector<double> explained_variance_ratio;  ///< d, largest first: of all components
  std::vector<std::vector<double>> components;   ///< components kept, each d loadings of unit length; the
                                                 ///< loading of largest size (the first on a tie) is positive
};

/// A song near its cluster's centroid.
struct TypicalSong {
  RowIndex row = 0;     ///< row of the catalogue
  double distance = 0;  ///< to the centroid, in the scaled space
  std::string title;    ///< empty where the source has no such column
  std::string artist;
};

struct ClusterProfile {
  RowIndex size = 0;
  double share = 0;               ///< of the rows used
  std::vector<double> mean;       ///< d, original units
  std::vector<double> deviation;  ///< d, population standard deviation inside the cluster, original units
  std::vector<double> z;  ///< d, (mean - catalogue mean) / catalogue standard deviation; 0 if constant
  std::vector<TypicalSong> typical;   ///< nearest first
  std::string name;                   ///< e.g. "Energetic / Dance"
  std::string use_case;               ///< e.g. "party, workout"
  std::vector<std::string> evidence;  ///< e.g. "energy +0.8 sd"
};

using quality::Choices;

struct PhaseTiming {
  std::string name;
  double min = 0, mean = 0, max = 0;                           ///< seconds over ranks
  double compute = 0, communication = 0, io = 0, waiting = 0;  ///< mean seconds over ranks
  std::uint64_t bytes = 0, calls = 0;                          ///< communicated, all ranks together
};

/// What varies from run to run.
struct RunInfo {
  std::string version;
  std::string date;  ///< ISO 8601, UTC
  std::string command;
  std::string input;  ///< path as given
  int ranks = 1;
  std::vector<std::string> hosts;  ///< distinct, in order of rank
  std::string slurm_job;           ///< empty outside Slurm
  std::string simd;                ///< the dispatch target
  double seconds = 0;
  std::vector<PhaseTiming> phases;
  std::vector<std::uint64_t> peak_rss_bytes;  ///< by rank (VmHWM)
};

struct RunResult {
  std::string fingerprint;  ///< 32 hex digits
  RowIndex rows = 0;        ///< records of the input that were ingested
  RowIndex rows_used = 0;   ///< of these, clustered
  std::map<std::string, std::int64_t>
      dropped;  ///< rows not used, by reason (missing, not_numeric, below_min, ...)
  std::map<std::string, std::int64_t>
      filled;  ///< values whose place a mean took, by feature; features without are left out
  std::int64_t skipped_records = 0;              ///< bad records of the source
  std::vector<std::string> features;             ///< d
  std::vector<double> mean;                      ///< d, original units, over rows used
  std::vector<double> standard_deviation;        ///< d, population
  std::vector<double> minimum, maximum;          ///< d
  std::vector<std::vector<double>> correlation;  ///< d x d; 0 beside the diagonal for a constant column
  std::vector<std::string> warnings;             ///< as shown to the user
  Scaler scaler;
  std::string space;  ///< where every score was measured, in words, e.g. "standardized features"
  std::string seeding;
  std::uint64_t seed = 0;
  int restarts = 0;
  double tolerance = 0;  ///< as given
  double tolerance_absolute =
      0;  ///< times the mean variance of the scaled features: scikit-learn's definition
  std::vector<quality::KScore> k_selection;
  Choices choices;
  std::vector<std::vector<double>> centroids;           ///< k x d, scaled space
  std::vector<std::vector<double>> centroids_original;  ///< k x d, original units
  PcaResult pca;
  std::vector<ClusterProfile> profiles;  ///< k
  std::map<std::string, std::string>
      options;  ///< effective options that decide the result, name -> value; no paths, no ranks
  RunInfo run;
};

}  // namespace chorus::model
