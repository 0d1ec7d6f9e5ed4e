// The options of `chorus cluster`.
#pragma once

#include "chorus/pipeline/settings.hpp"
#include "chorus/session/keeper.hpp"
#include "input_options.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chorus::jobs {

struct ClusterOptions {
  InputOptions input;
  std::string k = "2:10";
  int restarts = 10;
  std::uint64_t seed = 0;
  double tolerance = 1e-4;
  int max_iterations = 300;
  std::string seeding = "k-means++";
  std::string init;        ///< a CSV of centroids
  std::string init_space;  ///< original or scaled
  std::string scaling = "standard";
  std::string silhouette = "auto";
  std::string choose = "silhouette";
  int components = 2;
  int typical = 5;
  std::string output = "results";
  std::string name;  ///< of the labelled CSV
  std::string label_column = "cluster";
  std::string source;
  bool without_source = false;
  bool scores = false;
  bool keep_catalogue = false;
  bool figures = false;
  bool dry_run = false;
  bool overwrite = false;
  bool resume = false;
  std::string checkpoint = "5m";
  std::string max_time = "0";
  std::string hang_timeout = "0";
  bool quiet = false;
  std::string timings = "plain";
  std::string simd = "auto";
  std::string config;  ///< the file that --config names

  /// "2:10", "2:20:2", "8" or "2,4,8", ascending without repeats. Throws Error(kInput).
  [[nodiscard]] std::vector<int> ks() const;
  /// What is asked of the pipeline. Throws Error(kInput).
  [[nodiscard]] pipeline::Settings settings() const;
  [[nodiscard]] session::KeeperOptions keeping() const;
  /// Seconds; 0 for none.
  [[nodiscard]] double hang_seconds() const;
  /// Where the catalogue of a CSV input is kept, if asked for.
  [[nodiscard]] std::optional<std::filesystem::path> kept_catalogue() const;
  /// Where the labelled CSV goes.
  [[nodiscard]] std::filesystem::path labelled_csv() const;
  /// Refuses what cannot go together, before any work. Throws Error(kInput).
  void check() const;
};

void add_cluster_options(CLI::App& command, ClusterOptions& options);

}  // namespace chorus::jobs
