// A clustering in the words and numbers that people read: profiles of its clusters, and the result as a
// whole.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/clustering.hpp"
#include "chorus/features/shard_rows.hpp"
#include "chorus/features/value_check.hpp"
#include "chorus/kmeans/sweep.hpp"
#include "chorus/model/run_result.hpp"
#include "chorus/pca/components.hpp"
#include "chorus/pipeline/observer.hpp"
#include "chorus/pipeline/prepared_rows.hpp"
#include "chorus/pipeline/settings.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace chorus::pipeline {

/// What a song is called; empty texts where that is not known.
struct SongTitle {
  std::string title, artist;
};

/// Collective. The titles of the catalogue's rows, in their order; every rank asks for the same ones.
using TitlesOf = std::function<std::vector<SongTitle>(const std::vector<RowIndex>&)>;

/// Collective. Sizes, means, deviations and typical songs of all clusters; names stay empty. No song is
/// listed twice under the same title and artist. Phase profile.
/// @pre the clustering has centroids
[[nodiscard]] std::vector<model::ClusterProfile> profile_clusters(const comm::Communicator& comm,
                                                                  const features::ShardRows& shard,
                                                                  const PreparedRows& prepared,
                                                                  const features::Clustering& clustering,
                                                                  int typical, const TitlesOf& titles,
                                                                  const Observer& observer = {});

/// What was found, and how it is to be told.
struct Findings {
  const PreparedRows& prepared;
  std::span<const features::ValueCheck> checks;  ///< d
  std::vector<quality::KScore> scores;
  const quality::Choices& choices;
  const kmeans::FinalFit& fit;
  const pca::Components& components;
  std::vector<model::ClusterProfile> profiles;
};

/// Local. What is known of the songs, their clusters and how they were found, with names for the clusters.
/// `run`, fingerprint, options, skipped records and warnings are the caller's to fill in.
/// @param features names, d
[[nodiscard]] model::RunResult describe_result(const Settings& settings,
                                               const std::vector<std::string>& features, Findings&& findings);

}  // namespace chorus::pipeline
