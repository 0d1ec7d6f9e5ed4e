// What the work of a rank costs in simulated time. The studies hold few real rows a rank; the code runs on
// them, and the rank is charged, in the callbacks that the library offers between steps, for as many rows as
// the study says. So the library knows nothing of simulation.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/kmeans/fit.hpp"
#include "settings.hpp"

#include <cstddef>
#include <map>
#include <span>
#include <vector>

namespace chorus::simulator {

/// Nanoseconds of one core, as `chorus_sim_native rates` measures them on songs of ten features.
struct Rates {
  std::map<int, double> pass;  ///< a row in a Lloyd pass that moves few rows, by k; between, a straight line
  std::map<int, double> shared;  ///< the same where many fits share the pass
  double move;                   ///< more for a row in a pass that labels it for the first time
  double seed;                   ///< a row and candidate of k-means++
  double hash;                   ///< a row, while a sample is drawn
  double pair;                   ///< a row and sampled row of the silhouette, over nine labellings
  double scatter;                ///< a row and fit of the other quality measures
  double conclude;               ///< a cluster and feature, on every rank alike, after a pass: means, inertia
  double width;                  ///< a sampled row and cluster, on every rank alike: silhouette widths

  explicit Rates(const Settings& settings);
  /// A row and fit in a pass that `fits` fits share.
  [[nodiscard]] double pass_of(int k, std::size_t fits) const;
};

/// Measures the rates on this machine and prints them as words of the command line. Native, one rank.
void measure_rates(const comm::Communicator& comm);

/// Charges a rank for `rows` rows. Local.
class Charges {
 public:
  Charges(const Rates& rates, double rows, std::size_t width, std::span<const kmeans::Fit> fits);
  /// After a step of the seeding: all fits that still draw.
  void seed();
  /// After a pass: all fits that took part in it.
  void pass();
  /// Before a fit with k clusters is finished and its scatter measured.
  void finish(int k);
  /// Before a silhouette over `clusters` clusters of nine labellings is measured.
  void silhouette(double sample, double clusters);

  [[nodiscard]] double seconds() const { return nanoseconds_ * 1e-9; }
  [[nodiscard]] int passes() const { return passes_; }
  [[nodiscard]] int seeding_steps() const { return step_; }

 private:
  void charge(double nanoseconds);
  Rates rates_;
  double rows_;
  double width_;
  std::span<const kmeans::Fit> fits_;
  std::vector<int> iterations_;
  int step_ = 0;
  int passes_ = 0;
  double nanoseconds_ = 0;
};

}  // namespace chorus::simulator
