// A made-up result of a run, with every field filled, for the tests of the room.
#pragma once

#include "chorus/model/run_result.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace chorus::model {

inline quality::KScore example_score(int k, std::vector<RowIndex> sizes) {
  quality::KScore score;
  score.k = k;
  score.inertia = 1e5 / 3.0 / k;
  score.silhouette = 0.2 + 0.1 / k;
  score.silhouette_se = 0.003;
  score.silhouette_rows = 2000;
  score.davies_bouldin = 1.0 + 1.0 / 3.0;
  score.calinski_harabasz = 1234.5;
  score.sizes = std::move(sizes);
  score.iterations = 17;
  score.restart = 3;
  score.stop = "tolerance";
  score.stops = {{"tolerance", 8}, {"no gain", 2}};
  return score;
}

inline ClusterProfile example_profile(std::string name, RowIndex size, double shift) {
  ClusterProfile profile;
  profile.size = size;
  profile.share = static_cast<double>(size) / 997.0;
  profile.mean = {0.5 + shift * 0.2, 120.0 + shift * 30.0};
  profile.deviation = {0.1, 29.9};
  profile.z = {shift, shift};
  profile.typical = {{12345678901, 0.25, "A title, with \"quotes\"", "Ártist"}, {3, 0.5, "", ""}};
  profile.name = std::move(name);
  profile.use_case = "party, workout";
  profile.evidence = {"energy +0.8 sd (mean 0.71)"};
  return profile;
}

inline RunResult example_result() {
  RunResult result;
  result.fingerprint = "0123456789abcdef0123456789abcdef";
  result.rows = 1000;
  result.rows_used = 997;
  result.dropped = {{"missing", 2}, {"below_min", 1}};
  result.filled = {{"energy", 2}};
  result.skipped_records = 4;
  result.features = {"energy", "tempo"};
  result.mean = {0.1 + 0.2, 120};
  result.standard_deviation = {0.2, 30};
  result.minimum = {0, 5e-324};
  result.maximum = {1, 1.7976931348623157e308};
  result.correlation = {{1, 1.0 / 3.0}, {1.0 / 3.0, 1}};
  result.warnings = {"the column x is constant"};
  result.scaler = {"standard", {0.1 + 0.2, 120}, {0.2, 30}};
  result.space = "standardized features";
  result.seeding = "k-means++";
  result.seed = 18446744073709551615ULL;
  result.restarts = 10;
  result.tolerance = 1e-4;
  result.tolerance_absolute = 9.9e-5;
  result.k_selection = {example_score(2, {600, 397}), example_score(3, {500, 300, 197})};
  result.choices = {2, "silhouette", 2, 0, 3, 2, "k = 2 has the highest silhouette (0.250 ± 0.003)."};
  result.centroids = {{0.5, 0.5}, {-0.75, -0.75}};
  result.centroids_original = {{0.6, 135}, {0.35, 97.5}};
  result.pca = {{0.9, 0.1}, {{0.6, 0.8}}};
  result.profiles = {example_profile("Energetic / Dance", 600, 0.5),
                     example_profile("Calm / Acoustic", 397, -0.75)};
  result.options = {{"k", "2:3"}, {"seed", "0"}};
  result.run.version = "0.1.0";
  result.run.date = "2026-01-02T03:04:05Z";
  result.run.command = "chorus cluster songs.csv -k 2:3";
  result.run.input = "songs.csv";
  result.run.ranks = 2;
  result.run.hosts = {"node1", "node2"};
  result.run.slurm_job = "42";
  result.run.simd = "AVX2";
  result.run.seconds = 1.5;
  result.run.phases = {{"ingest", .1, .2, .3, .05, .06, .07, .02, 1000, 3},
                       {"lloyd", 1, 1.1, 1.2, .9, .1, 0, .1, 123456789, 99}};
  result.run.peak_rss_bytes = {50'000'000, 51'000'000};
  return result;
}

}  // namespace chorus::model
