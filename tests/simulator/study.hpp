// What the simulated and the native program have in common: made songs, and the work that is charged for
// them.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/moments.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/kmeans/sweep.hpp"

#include <map>
#include <string>
#include <vector>

namespace chorus::simulator {

/// NAME=VALUE words of the command line.
class Settings {
 public:
  Settings(int argc, char** argv);
  [[nodiscard]] const std::string& study() const { return study_; }
  /// Throws Error(kInput) where it is missing and has no default, or is no number.
  [[nodiscard]] double number(const std::string& name) const;
  [[nodiscard]] double number(const std::string& name, double otherwise) const;

 private:
  std::string study_;
  std::map<std::string, double> numbers_;
};

/// Nanoseconds on one core of work on one row of ten features, as `chorus_sim_native rates` measures them.
struct Rates {
  double pass = 0, pass_per_cluster = 0;  ///< a Lloyd pass: pass + k * pass_per_cluster
  double seed = 0;                        ///< one candidate of one step of k-means++
  double pair = 0;                        ///< one sampled row of the silhouette, over all labellings
  explicit Rates(const Settings& settings);
  Rates() = default;
};

/// Synthetic songs, scaled, with the seed that `chorus synth` takes by default.
struct Songs {
  features::Moments moments;
  features::Scaler scaler;
  features::ScaledRows rows;
  kmeans::GridTotals grid;
};
/// Collective.
[[nodiscard]] Songs make_songs(const comm::Communicator& comm, RowIndex total);

/// Lets this rank compute for so long, in simulated time; nothing in a native run. Local.
void charge(double nanoseconds);

/// Charges Lloyd passes and seeding steps as if each rank had `rows` rows.
class Charges {
 public:
  Charges(const Rates& rates, double rows, std::span<const kmeans::Fit> fits);
  /// After a pass: all fits that took part in it.
  void pass();
  /// After a step of the seeding: all fits that still draw.
  void seed();
  void silhouette(double sample);
  [[nodiscard]] double seconds() const { return nanoseconds_ * 1e-9; }
  [[nodiscard]] int passes() const { return passes_; }

 private:
  void add(double nanoseconds_a_row);
  Rates rates_;
  double rows_;
  std::span<const kmeans::Fit> fits_;
  std::vector<int> iterations_;
  int step_ = 0;
  int passes_ = 0;
  double nanoseconds_ = 0;
};

/// Collective. The studies; rank 0 prints one line of JSON.
void study_lloyd(const comm::Communicator& comm, const Settings& settings);
void study_sweep(const comm::Communicator& comm, const Settings& settings);
/// Collective. Clusters `songs` synthetic songs for real; rank 0 prints the fingerprint that `chorus cluster`
/// has.
void show_fingerprint(const comm::Communicator& comm, const Settings& settings);
/// Collective, native, one rank: measures Rates.
void measure_rates(const comm::Communicator& comm);

}  // namespace chorus::simulator
