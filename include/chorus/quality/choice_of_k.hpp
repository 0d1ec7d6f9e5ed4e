// The judgement over k: what each criterion would choose, what is chosen, and why. Local; the same on every
// rank, since the scores are.
#pragma once

#include "chorus/quality/k_score.hpp"

#include <span>
#include <string>
#include <string_view>

namespace chorus::quality {

enum class Criterion { kSilhouette, kElbow, kDaviesBouldin, kCalinskiHarabasz };

/// "silhouette", "elbow", "davies_bouldin" or "calinski_harabasz".
[[nodiscard]] std::string_view name_of(Criterion criterion);
/// The criterion of that name; '-' and '_' are the same. Throws Error(kInput).
[[nodiscard]] Criterion criterion_named(std::string_view name);

/// Which k each criterion would choose, and what was chosen. 0 stands for "no opinion": no clear elbow, or a
/// score that is not defined for any k of the range.
struct Choices {
  int chosen = 0;
  std::string by;  ///< the criterion that decided, as name_of() spells it, or "given" for a range of one k
  int silhouette = 0;
  int elbow = 0;  ///< 0: no clear elbow
  int davies_bouldin = 0;
  int calinski_harabasz = 0;
  std::string why;  ///< some sentences; says so if the criteria disagree
};

/// Judges the range. Highest silhouette, lowest Davies-Bouldin, highest Calinski-Harabasz, and the elbow of
/// inertia over k (kneedle.hpp); a tie goes to the smallest k. Scores of k < 2 and scores that are not finite
/// have no say but in the elbow. Where `criterion` has no opinion, the silhouette decides, and the sentence
/// says so. If silhouettes were sampled, a runner-up within two standard errors (of the difference, the two
/// taken as independent) is named.
/// @param scores one or more, k ascending. Throws Error(kCannotCluster) if there is none, or if none of the
/// scores that could decide is defined.
[[nodiscard]] Choices choose_k(std::span<const KScore> scores, Criterion criterion);

}  // namespace chorus::quality
