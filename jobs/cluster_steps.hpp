// The steps of `chorus cluster` that are more than one call into the library. Each says what it needs and
// returns a noun.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/group_moments.hpp"
#include "chorus/features/moments.hpp"
#include "chorus/features/scaling.hpp"
#include "chorus/features/value_check.hpp"
#include "chorus/kmeans/sweep.hpp"
#include "chorus/kmeans/typical_rows.hpp"
#include "chorus/model/fingerprint.hpp"
#include "chorus/model/run_result.hpp"
#include "chorus/pca/components.hpp"
#include "chorus/quality/silhouette.hpp"
#include "chorus/session/checkpoint.hpp"
#include "chorus/session/keeper.hpp"
#include "chorus/session/phase_clock.hpp"
#include "cluster_options.hpp"
#include "console.hpp"
#include "song_file.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chorus::jobs {

/// What every step needs.
struct Job {
  const comm::Communicator& comm;
  const ClusterOptions& options;
  const session::Identity& identity;  ///< before the songs are read (identity.hpp)
  session::PhaseClock& clock;
  Console& console;
  session::Keeper& keeper;
};

/// Rows and everything known of them before clustering.
struct Songs {
  SongFile file;
  features::ShardRows shard;
  features::CleaningRules rules;
  features::Moments moments;
  features::Scaler scaler;
  features::ScaledRows rows;
  kmeans::GridTotals grid;
  std::vector<features::ValueCheck> checks;  ///< d
  std::vector<std::string> warnings;
};

/// Collective. Reads the input, measures it, scales it. A run that goes on from a checkpoint uses the
/// catalogue that was kept, if it is of this input and whole. Phases ingest, load, statistics.
[[nodiscard]] Songs load_songs(const Job& job, const std::optional<session::Checkpoint>& checkpoint);

/// Collective. All fits of the sweep, run to their end; with a checkpoint, from where it left them. Phases
/// seed, lloyd.
[[nodiscard]] std::vector<kmeans::Fit> fit_all(const Job& job, const Songs& songs,
                                               const std::optional<session::Checkpoint>& checkpoint);

/// What the judgement found. The widths are 4 bytes a measured row and k.
struct Judged {
  std::vector<quality::KScore> scores;     ///< one a k
  std::vector<RowIndex> measured;          ///< rows of this rank whose silhouette width was measured
  std::vector<std::vector<float>> widths;  ///< one list a k, parallel to measured
};

/// So many fits are judged together at most, their labels held at one or two bytes a row each ...
inline constexpr std::size_t kJudgedTogether = 12;
/// ... and with so many clusters in all at most, or one fit alone.
inline constexpr std::size_t kJudgedClusters = 16384;
/// Local. How many of the fits with these numbers of clusters, ascending, are judged together, from the first
/// on.
[[nodiscard]] std::size_t judged_together(std::span<const int> ks);

/// Collective. The scores of the best fit of every k. Phases silhouette, quality.
[[nodiscard]] Judged judge_fits(const Job& job, const Songs& songs, std::span<const kmeans::Fit> fits);

/// The fit of the chosen k, in full.
struct ChosenFit {
  kmeans::FinalFit fit;
  std::vector<RowIndex> measured;  ///< rows of this rank whose silhouette width was measured
  std::vector<float> widths;       ///< parallel to measured
};

/// Collective. Finishes the best fit of the chosen k.
[[nodiscard]] ChosenFit finish_chosen(const Job& job, const Songs& songs, std::span<const kmeans::Fit> fits,
                                      Judged&& judged, int k);

/// What a reader of the results should know of the fits, a line each: k that were left out, clusters without
/// songs, fits that did not settle, centroids that labels cannot tell apart, an inertia that is not defined.
/// Local, the same on every rank.
[[nodiscard]] std::vector<std::string> doubts_about_fits(const Job& job, const Songs& songs,
                                                         std::span<const kmeans::Fit> fits,
                                                         std::span<const quality::KScore> scores,
                                                         const kmeans::FinalFit& chosen);

/// Collective. Sizes, means, deviations, typical songs and names. Phase profile.
[[nodiscard]] std::vector<model::ClusterProfile> profile_clusters(const Job& job, const Songs& songs,
                                                                  const kmeans::FinalFit& fit);

/// What is known of the songs, their clusters and how they were found; `run` and fingerprint stay empty.
[[nodiscard]] model::RunResult describe_run(const Job& job, const Songs& songs,
                                            std::vector<quality::KScore> scores,
                                            const quality::Choices& choices, const kmeans::FinalFit& fit,
                                            const pca::Components& components,
                                            std::vector<model::ClusterProfile> profiles);

/// This rank's labels, one for every row of its shard; kNoLabel for rows not used.
[[nodiscard]] std::vector<Label> shard_labels(const Songs& songs, const kmeans::FinalFit& fit);

/// Collective. The fingerprint of model and labels of the catalogue's `rows`, on every rank; `labels` are
/// those of this rank's shard.
[[nodiscard]] std::string take_fingerprint(const comm::Communicator& comm,
                                           const model::FingerprintedModel& model, RowIndex rows,
                                           std::span<const Label> labels);

/// Collective. Writes the labelled CSV, the model and the tables; when the first of them is about to appear,
/// earlier results are set aside (earlier_results.hpp). Returns the names of the files. Phase export.
[[nodiscard]] std::vector<std::string> export_results(const Job& job, const Songs& songs,
                                                      const ChosenFit& chosen,
                                                      const pca::Components& components,
                                                      std::span<const Label> labels,
                                                      const model::RunResult& result);

/// Collective. What varies from run to run.
[[nodiscard]] model::RunInfo describe_process(const Job& job);

}  // namespace chorus::jobs
