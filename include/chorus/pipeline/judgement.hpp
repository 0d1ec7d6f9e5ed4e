// How good the best fit of every k is, and the fit of the k that is chosen.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/kmeans/sweep.hpp"
#include "chorus/pipeline/observer.hpp"
#include "chorus/pipeline/prepared_rows.hpp"
#include "chorus/quality/k_score.hpp"
#include "chorus/quality/silhouette.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace chorus::pipeline {

/// What the judgement found. The widths are 4 bytes a measured row and k.
struct Judgement {
  std::vector<quality::KScore> scores;     ///< one a k, ascending; the same on every rank
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

/// Collective. The scores of the best fit of every k that there are distinct rows enough for. Phases quality,
/// silhouette. Throws AgreedError(kCannotCluster) if there is no such k.
[[nodiscard]] Judgement judge_fits(const comm::Communicator& comm, const PreparedRows& prepared,
                                   std::span<const kmeans::Fit> fits, quality::SilhouetteOptions silhouettes,
                                   const Observer& observer = {});

/// The fit of the chosen k, in full.
struct ChosenFit {
  kmeans::FinalFit fit;
  std::vector<RowIndex> measured;  ///< rows of this rank whose silhouette width was measured
  std::vector<float> widths;       ///< parallel to measured
};

/// Collective. Labels all rows by the best fit with k clusters. Phase quality.
/// @param k one of judgement.scores
[[nodiscard]] ChosenFit finish_chosen(const comm::Communicator& comm, const PreparedRows& prepared,
                                      std::span<const kmeans::Fit> fits, Judgement&& judgement, int k,
                                      const Observer& observer = {});

}  // namespace chorus::pipeline
