// The options of `chorus scaling`.
#pragma once

#include "chorus/core/types.hpp"
#include "chorus/study/measure.hpp"
#include "input_options.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chorus::jobs {

struct ScalingOptions {
  InputOptions input;  ///< input.input empty: synthetic songs
  std::string study = "strong";
  std::vector<int> ranks, nodes;
  std::int64_t songs = 0;           ///< 0: all of the input, or a million
  std::int64_t songs_per_rank = 0;  ///< 0: songs / largest rank count
  std::string work = "lloyd";
  std::string k = "8";
  int passes = 20;
  int restarts = 3;
  int repeats = 3;
  std::uint64_t seed = 0;
  double sensible = 0.7;
  std::vector<int> predict;
  std::string timings = "plain";
  std::string output = "scaling";
  std::string submit;  ///< a batch script
  int ranks_per_node = 0;
  bool collect = false;
  bool figures = false;
  bool overwrite = false;
  bool quiet = false;
  std::string simd = "auto";
  std::string config;  ///< the file that --config names

  [[nodiscard]] bool strong() const { return study != "weak"; }
  [[nodiscard]] bool weak() const { return study != "strong"; }
  [[nodiscard]] std::vector<int> ks() const;
  [[nodiscard]] study::Waiting waiting() const;
  /// Refuses what cannot go together. Throws Error(kInput).
  void check() const;
};

void add_scaling_options(CLI::App& command, ScalingOptions& options);

/// What decides the measurements of a study, by name: points of equal plans may stand in one table. `songs`
/// and `songs_per_rank` are those that are meant where the options say 0; `input` names the songs.
[[nodiscard]] std::map<std::string, std::string> scaling_plan(const ScalingOptions& options,
                                                              const std::string& input, RowIndex songs,
                                                              RowIndex songs_per_rank);
/// A short name for a plan: 16 hex digits.
[[nodiscard]] std::string plan_id(const std::map<std::string, std::string>& plan);

}  // namespace chorus::jobs
