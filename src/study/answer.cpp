#include "chorus/study/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <set>

namespace chorus::study {
namespace {

std::vector<Observed> observations(const std::vector<Measurement>& all) {
  std::vector<Observed> observed;
  for (const Measurement& m : all) {
    auto found = std::find_if(observed.begin(), observed.end(), [&](const Observed& one) {
      return one.ranks == m.ranks && one.rows == m.rows;
    });
    if (found == observed.end()) found = observed.insert(found, {m.ranks, m.rows, {}});
    found->seconds.push_back(m.seconds);
  }
  return observed;
}

/// The point with the fewest ranks of a study, and the one with the most; nothing without the study.
struct Ends {
  const PointSummary* base = nullptr;
  const PointSummary* last = nullptr;
};
Ends ends_of(const std::vector<PointSummary>& points, Study study) {
  Ends ends;
  for (const PointSummary& point : points) {
    if (point.study != study) continue;
    if (ends.base == nullptr) ends.base = &point;
    ends.last = &point;
  }
  return ends;
}

std::vector<Point> points_to_predict(const Ends& ends, const std::vector<int>& asked) {
  std::set<int> counts(asked.begin(), asked.end());
  if (asked.empty()) counts = {2 * ends.last->ranks, 4 * ends.last->ranks, 8 * ends.last->ranks};
  std::vector<Point> points;
  for (const int ranks : counts) {
    if (ranks <= ends.last->ranks) continue;
    const RowIndex rows =
        ends.base->study == Study::kStrong ? ends.base->rows : ends.base->rows / ends.base->ranks * ranks;
    points.push_back({ends.base->study, ranks, 0, rows});
  }
  return points;
}

std::string percent(double share) {
  return fmt::format("{:.1f} %", 100 * share);
}

std::string ranks_text(int ranks) {
  return fmt::format("{} rank{}", ranks, ranks == 1 ? "" : "s");
}

void tell_fingerprints(Answer& answer) {
  std::set<int> counts;
  bool strong = false;
  for (const PointSummary& point : answer.points) {
    counts.insert(point.ranks);
    strong = strong || point.study == Study::kStrong;
  }
  if (!answer.same_fingerprints) {
    answer.findings.emplace_back(
        "NOT THE SAME ANSWER: equal songs gave different fingerprints (see scaling.csv); this is a bug or "
        "broken memory, please report it");
  } else if (strong && counts.size() > 1) {
    answer.findings.push_back(fmt::format("the labels are the same at all {} rank counts: fingerprint {}",
                                          counts.size(), answer.points.front().fingerprints.front()));
  } else {
    answer.findings.emplace_back("the labels are the same in all repeats");
  }
}

void tell_study(Answer& answer, const Ends& ends, const Questions& questions) {
  const PointSummary& last = *ends.last;
  if (last.ranks == ends.base->ranks) return;
  const bool strong = last.study == Study::kStrong;
  std::string text =
      fmt::format("{}: {:.3g} s at {}, {:.3g} s at {}", study_name(last.study), ends.base->seconds.median,
                  ranks_text(ends.base->ranks), last.seconds.median, ranks_text(last.ranks));
  if (strong) text += fmt::format(": {:.2f} times as fast", last.speed_up);
  text += fmt::format(", efficiency {} ({} to {} over {} repeats)", percent(last.efficiency.median),
                      percent(last.efficiency.low), percent(last.efficiency.high), last.repeats);
  if (strong) text += fmt::format(", Karp-Flatt serial fraction {:.4f}", last.karp_flatt);
  answer.findings.push_back(text);
  const std::string loss = largest_loss(last.lost);
  if (!loss.empty()) {
    answer.findings.push_back(
        fmt::format("{}: most is lost to {} at {}", study_name(last.study), loss, ranks_text(last.ranks)));
  }
  if (!strong) return;
  for (const PointSummary& point : answer.points) {
    if (point.study == Study::kStrong && point.efficiency.median >= questions.sensible)
      answer.sensible_measured = std::max(answer.sensible_measured, point.ranks);
  }
}

void tell_prediction(Answer& answer, const Ends& strong, const Questions& questions) {
  if (strong.base == nullptr || answer.sensible_measured == 0) return;
  std::string text = fmt::format(
      "largest sensible rank count (efficiency of at least {:.0f} %) for these songs: "
      "{} measured",
      100 * questions.sensible, answer.sensible_measured);
  bool all = answer.sensible_measured == strong.last->ranks;
  std::string bounds;
  for (const Prediction& one : answer.predictions) {
    if (one.study != Study::kStrong || !all) continue;
    all = one.efficiency.median >= questions.sensible;
    if (!all) break;
    answer.sensible_predicted = one.ranks;
    bounds = fmt::format("{} to {}", percent(one.efficiency.low), percent(one.efficiency.high));
  }
  if (answer.sensible_predicted > 0) {
    text += fmt::format(", {}{} predicted (efficiency {})", all ? "at least " : "", answer.sensible_predicted,
                        bounds);
  }
  answer.findings.push_back(text);
}

std::string line_of(std::string_view study, std::string_view origin, int ranks, RowIndex rows,
                    const Spread& seconds, double speed_up, const Spread& efficiency) {
  return fmt::format("{:<7}{:<10}{:>6}{:>11}{:>11.4g} {:<22}{:>8.2f}{:>9}  {}\n", study, origin, ranks, rows,
                     seconds.median, fmt::format("({:.4g} to {:.4g})", seconds.low, seconds.high), speed_up,
                     percent(efficiency.median),
                     fmt::format("({:.0f} to {:.0f})", 100 * efficiency.low, 100 * efficiency.high));
}

}  // namespace

Answer answer_study(const std::vector<Measurement>& all, const Questions& questions) {
  assert(!all.empty());
  Answer answer;
  answer.points = summarize(all);
  answer.same_fingerprints = same_fingerprints(answer.points);
  tell_fingerprints(answer);
  const std::vector<Observed> observed = observations(all);
  const bool several = std::any_of(observed.begin(), observed.end(),
                                   [&](const Observed& one) { return one.ranks != observed.front().ranks; });
  if (several) {
    answer.model = fit_cost_model(observed);
    answer.model_says = describe_model(*answer.model);
    const bool one_host = std::all_of(answer.points.begin(), answer.points.end(),
                                      [](const PointSummary& point) { return point.nodes == 1; });
    if (one_host)
      answer.model_says.emplace_back("all points were measured on one host: no network is in the model");
  }
  for (const Study study : {Study::kStrong, Study::kWeak}) {
    const Ends ends = ends_of(answer.points, study);
    if (ends.base == nullptr) continue;
    tell_study(answer, ends, questions);
    if (!answer.model) continue;
    const std::vector<Point> points = points_to_predict(ends, questions.predict);
    const std::vector<Prediction> made = predict(observed, points, *ends.base, questions.seed);
    answer.predictions.insert(answer.predictions.end(), made.begin(), made.end());
  }
  tell_prediction(answer, ends_of(answer.points, Study::kStrong), questions);
  return answer;
}

std::string answer_text(const Answer& answer) {
  std::string text =
      "study  origin     ranks      songs    seconds (spread)              speed-up  efficiency %\n";
  for (const PointSummary& point : answer.points) {
    text += line_of(study_name(point.study), "measured", point.ranks, point.rows, point.seconds,
                    point.speed_up, point.efficiency);
  }
  for (const Prediction& one : answer.predictions) {
    text += line_of(study_name(one.study), "predicted", one.ranks, one.rows, one.seconds, one.speed_up,
                    one.efficiency);
  }
  return text;
}

}  // namespace chorus::study
