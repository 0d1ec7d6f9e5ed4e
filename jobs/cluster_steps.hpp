// The steps of `chorus cluster` that are more than one call into the pipeline: what files, checkpoints and
// the console have to do with them. Each says what it needs and returns a noun.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/value_check.hpp"
#include "chorus/kmeans/sweep.hpp"
#include "chorus/model/run_result.hpp"
#include "chorus/pca/components.hpp"
#include "chorus/pipeline/judgement.hpp"
#include "chorus/pipeline/observer.hpp"
#include "chorus/pipeline/prepared_rows.hpp"
#include "chorus/pipeline/settings.hpp"
#include "chorus/session/checkpoint.hpp"
#include "chorus/session/keeper.hpp"
#include "chorus/session/phase_clock.hpp"
#include "cluster_options.hpp"
#include "console.hpp"
#include "song_file.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chorus::jobs {

/// What every step needs.
struct Job {
  const comm::Communicator& comm;
  const ClusterOptions& options;
  const pipeline::Settings& settings;  ///< what the options ask of the pipeline
  const session::Identity& identity;   ///< before the songs are read (identity.hpp)
  session::PhaseClock& clock;
  Console& console;
  session::Keeper& keeper;
};

/// Rows and everything known of them before clustering.
struct Songs {
  SongFile file;
  features::ShardRows shard;
  pipeline::PreparedRows prepared;
  std::vector<features::ValueCheck> checks;  ///< d
  std::vector<std::string> warnings;         ///< of the preparation, and of the input as a whole
};

/// Collective. Reads the input, measures it, scales it. A run that goes on from a checkpoint uses the
/// catalogue that was kept, if it is of this input and whole. Phases ingest, load, statistics.
[[nodiscard]] Songs load_songs(const Job& job, const std::optional<session::Checkpoint>& checkpoint);

/// Collective. All fits of the sweep, run to their end; with a checkpoint, from where it left them. Phases
/// seed, lloyd.
[[nodiscard]] std::vector<kmeans::Fit> fit_all(const Job& job, const Songs& songs,
                                               const std::optional<session::Checkpoint>& checkpoint);

/// Says a phase to the clock, and meets the keeper between batches of the silhouette, with `fits` to be kept.
/// What it refers to must outlive it.
[[nodiscard]] pipeline::Observer observe_judgement(const Job& job, const Songs& songs,
                                                   std::span<const kmeans::Fit> fits);

/// What a reader of the results should know of the fits, a line each: k that were left out, clusters without
/// songs, fits that did not settle, centroids that labels cannot tell apart, an inertia that is not defined.
/// Local, the same on every rank.
[[nodiscard]] std::vector<std::string> doubts_about_fits(const Job& job, const Songs& songs,
                                                         std::span<const kmeans::Fit> fits,
                                                         std::span<const quality::KScore> scores,
                                                         const kmeans::FinalFit& chosen);

/// Collective. What is known of the songs, their clusters and how they were found; `run` and fingerprint stay
/// empty. Phase profile.
[[nodiscard]] model::RunResult describe_run(const Job& job, const Songs& songs,
                                            std::vector<quality::KScore> scores,
                                            const quality::Choices& choices, const kmeans::FinalFit& fit,
                                            const pca::Components& components);

/// Collective. Writes the labelled CSV, the model and the tables; when the first of them is about to appear,
/// earlier results are set aside (earlier_results.hpp). Returns the names of the files. Phase export.
[[nodiscard]] std::vector<std::string> export_results(const Job& job, const Songs& songs,
                                                      const pipeline::ChosenFit& chosen,
                                                      const pca::Components& components,
                                                      std::span<const Label> labels,
                                                      const model::RunResult& result);

/// Collective. What varies from run to run.
[[nodiscard]] model::RunInfo describe_process(const Job& job);

}  // namespace chorus::jobs
