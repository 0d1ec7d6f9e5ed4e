#include "chorus/quality/choice_of_k.hpp"

#include "chorus/core/error.hpp"
#include "chorus/quality/kneedle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <optional>
#include <vector>

namespace chorus::quality {

namespace {

struct Opinion {
  Criterion criterion;
  std::string_view name;   ///< in options and files
  std::string_view words;  ///< in sentences
  int Choices::*k;
};

constexpr std::array kOpinions{
    Opinion{Criterion::kSilhouette, "silhouette", "silhouette", &Choices::silhouette},
    Opinion{Criterion::kElbow, "elbow", "elbow", &Choices::elbow},
    Opinion{Criterion::kDaviesBouldin, "davies_bouldin", "Davies-Bouldin", &Choices::davies_bouldin},
    Opinion{Criterion::kCalinskiHarabasz, "calinski_harabasz", "Calinski-Harabasz",
            &Choices::calinski_harabasz},
};

const Opinion& opinion_of(Criterion criterion) {
  return *std::find_if(kOpinions.begin(), kOpinions.end(),
                       [&](const Opinion& opinion) { return opinion.criterion == criterion; });
}

enum class Wanted { kHighest, kLowest };

/// The score that is best in one member, the smallest k on a tie; nullptr if it is defined nowhere.
const KScore* best_by(std::span<const KScore> scores, double KScore::*member, Wanted wanted) {
  const KScore* best = nullptr;
  for (const KScore& score : scores) {
    if (score.k < 2 || !std::isfinite(score.*member)) continue;
    const bool better = best == nullptr || (wanted == Wanted::kHighest ? score.*member > best->*member
                                                                       : score.*member < best->*member);
    if (better) best = &score;
  }
  return best;
}

int k_of(const KScore* score) {
  return score == nullptr ? 0 : score->k;
}

int elbow_of(std::span<const KScore> scores) {
  std::vector<CurvePoint> curve;
  for (const KScore& score : scores) curve.push_back({static_cast<double>(score.k), score.inertia});
  const std::optional<std::size_t> at = kneedle(curve);
  return at ? scores[*at].k : 0;
}

const KScore& score_of(std::span<const KScore> scores, int k) {
  return *std::find_if(scores.begin(), scores.end(), [&](const KScore& score) { return score.k == k; });
}

std::string silhouette_text(const KScore& score) {
  if (score.silhouette_se > 0) return fmt::format("{:.3f} ± {:.3f}", score.silhouette, score.silhouette_se);
  return fmt::format("{:.3f}", score.silhouette);
}

/// "; k = 4 (0.231 ± 0.003) lies within two standard errors", or nothing.
std::string close_runner_up(std::span<const KScore> scores, const KScore& best) {
  const KScore* runner_up = nullptr;
  for (const KScore& score : scores) {
    if (score.k < 2 || score.k == best.k || !std::isfinite(score.silhouette)) continue;
    if (runner_up == nullptr || score.silhouette > runner_up->silhouette) runner_up = &score;
  }
  if (runner_up == nullptr) return "";
  const double se = std::sqrt(best.silhouette_se * best.silhouette_se +
                              runner_up->silhouette_se * runner_up->silhouette_se);
  if (!(se > 0) || best.silhouette - runner_up->silhouette > 2 * se) return "";
  return fmt::format("; k = {} ({}) lies within two standard errors of it", runner_up->k,
                     silhouette_text(*runner_up));
}

/// What decided, as one sentence.
std::string verdict(std::span<const KScore> scores, const Choices& choices, Criterion decided) {
  const KScore& best = score_of(scores, choices.chosen);
  switch (decided) {
    case Criterion::kSilhouette:
      return fmt::format("k = {} has the highest silhouette ({}){}.", best.k, silhouette_text(best),
                         close_runner_up(scores, best));
    case Criterion::kElbow:
      return fmt::format("k = {} is the elbow of the inertia curve.", best.k);
    case Criterion::kDaviesBouldin:
      return fmt::format("k = {} has the lowest Davies-Bouldin index ({:.3f}).", best.k, best.davies_bouldin);
    case Criterion::kCalinskiHarabasz:
      return fmt::format("k = {} has the highest Calinski-Harabasz index ({:.1f}).", best.k,
                         best.calinski_harabasz);
  }
  return "";
}

/// What the other criteria say to it, as one sentence.
std::string others(const Choices& choices, Criterion decided) {
  std::vector<std::string> agreeing;
  std::vector<std::string> differing;
  bool no_elbow = false;
  for (const Opinion& opinion : kOpinions) {
    const int k = choices.*opinion.k;
    if (opinion.criterion == decided) continue;
    if (k == 0) {
      no_elbow = no_elbow || opinion.criterion == Criterion::kElbow;
    } else if (k == choices.chosen) {
      agreeing.emplace_back(opinion.words);
    } else {
      differing.push_back(fmt::format("{} would choose {}", opinion.words, k));
    }
  }
  std::string text;
  if (differing.empty() && !agreeing.empty()) {
    text = fmt::format(" {} {}.", fmt::join(agreeing, " and "), agreeing.size() > 1 ? "agree" : "agrees");
  } else if (!differing.empty()) {
    text = fmt::format(" The criteria disagree: {}", fmt::join(differing, ", "));
    if (!agreeing.empty()) {
      text += fmt::format("; {} {}", fmt::join(agreeing, " and "), agreeing.size() > 1 ? "agree" : "agrees");
    }
    text += ".";
  }
  if (no_elbow) text += " The inertia curve has no clear elbow.";
  return text;
}

}  // namespace

std::string_view name_of(Criterion criterion) {
  return opinion_of(criterion).name;
}

Criterion criterion_named(std::string_view name) {
  std::string wanted(name);
  std::replace(wanted.begin(), wanted.end(), '-', '_');
  for (const Opinion& opinion : kOpinions) {
    if (opinion.name == wanted) return opinion.criterion;
  }
  throw Error(Exit::kInput, describe("unknown criterion for k", wanted,
                                     "use silhouette, elbow, davies_bouldin or calinski_harabasz"));
}

Choices choose_k(std::span<const KScore> scores, Criterion criterion) {
  assert(std::is_sorted(scores.begin(), scores.end(),
                        [](const KScore& a, const KScore& b) { return a.k < b.k; }));
  if (scores.empty()) throw Error(Exit::kCannotCluster, "there is no k to choose from");
  Choices choices;
  choices.silhouette = k_of(best_by(scores, &KScore::silhouette, Wanted::kHighest));
  choices.elbow = elbow_of(scores);
  choices.davies_bouldin = k_of(best_by(scores, &KScore::davies_bouldin, Wanted::kLowest));
  choices.calinski_harabasz = k_of(best_by(scores, &KScore::calinski_harabasz, Wanted::kHighest));
  if (scores.size() == 1) {
    choices.chosen = scores.front().k;
    choices.by = "given";
    choices.why = fmt::format("k = {} was the only one: there was nothing to choose.", choices.chosen);
    return choices;
  }
  Criterion decided = criterion;
  std::string because;
  if (choices.*opinion_of(criterion).k == 0 && criterion != Criterion::kSilhouette) {
    because = criterion == Criterion::kElbow
                  ? "There is no clear elbow, so the silhouette decides: "
                  : fmt::format("{} is not defined for any k of the range, so the silhouette decides: ",
                                opinion_of(criterion).words);
    decided = Criterion::kSilhouette;
  }
  choices.chosen = choices.*opinion_of(decided).k;
  if (choices.chosen == 0) {
    throw Error(Exit::kCannotCluster, describe("no score is defined for any k of the range", "",
                                               "ask for one k, of at least 2 and below the number of rows"));
  }
  choices.by = opinion_of(decided).name;
  choices.why = because + verdict(scores, choices, decided) + others(choices, decided);
  return choices;
}

}  // namespace chorus::quality
