#include "chorus/study/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <map>
#include <set>
#include <tuple>

namespace chorus::study {
namespace {

void add(Breakdown& to, const PhaseCost& phase, double weight) {
  to.compute += weight * phase.compute;
  to.communication += weight * phase.communication;
  to.io += weight * phase.io;
  to.waiting += weight * phase.waiting;
}

/// Phases in order of appearance, each the mean of the repeats that ran it.
std::vector<PhaseCost> mean_phases(const std::vector<const Measurement*>& repeats) {
  std::vector<PhaseCost> means;
  std::vector<double> times;
  for (const Measurement* repeat : repeats) {
    for (const PhaseCost& phase : repeat->phases) {
      auto found = std::find_if(means.begin(), means.end(), [&](const PhaseCost& mean) {
        return mean.name == phase.name && mean.counted == phase.counted;
      });
      if (found == means.end()) {
        means.push_back(phase);
        times.push_back(1);
        continue;
      }
      double& n = times[static_cast<std::size_t>(found - means.begin())];
      n += 1;
      const auto blend = [&](double& mean, double value) { mean += (value - mean) / n; };
      blend(found->seconds, phase.seconds);
      blend(found->compute, phase.compute);
      blend(found->communication, phase.communication);
      blend(found->io, phase.io);
      blend(found->waiting, phase.waiting);
    }
  }
  return means;
}

Breakdown counted_of(const PointSummary& point) {
  Breakdown sum;
  for (const PhaseCost& phase : point.phases) {
    if (phase.counted) add(sum, phase, 1);
  }
  return sum;
}

PointSummary gather(const std::vector<const Measurement*>& repeats) {
  PointSummary point;
  point.study = repeats.front()->study;
  point.ranks = repeats.front()->ranks;
  point.nodes = repeats.front()->nodes;
  point.rows = repeats.front()->rows;
  point.repeats = static_cast<int>(repeats.size());
  std::vector<double> seconds;
  std::set<std::string> fingerprints;
  for (const Measurement* repeat : repeats) {
    seconds.push_back(repeat->seconds);
    fingerprints.insert(repeat->fingerprint);
  }
  point.seconds = spread_of(seconds);
  point.fingerprints.assign(fingerprints.begin(), fingerprints.end());
  point.phases = mean_phases(repeats);
  point.core_hours = point.ranks * point.seconds.median / 3600;
  const Breakdown spent = counted_of(point);
  const double total = spent.total();
  if (total > 0) {
    point.share = {spent.compute / total, spent.communication / total, spent.io / total,
                   spent.waiting / total};
  }
  return point;
}

void compare(PointSummary& point, const PointSummary& base) {
  const double ratio = static_cast<double>(point.ranks) / base.ranks;
  const bool weak = point.study == Study::kWeak;
  const double reference = base.seconds.median * (weak ? ratio : 1);
  const auto efficiency = [&](double seconds) { return reference / (ratio * seconds); };
  point.speed_up = reference / point.seconds.median;
  point.efficiency = {efficiency(point.seconds.median), efficiency(point.seconds.high),
                      efficiency(point.seconds.low)};
  point.karp_flatt = weak || ratio <= 1 ? std::numeric_limits<double>::quiet_NaN()
                                        : (1 / point.speed_up - 1 / ratio) / (1 - 1 / ratio);
  const Breakdown here = counted_of(point);
  const Breakdown there = counted_of(base);
  const double spent = point.ranks * here.total();
  const double same_work = base.ranks * (weak ? ratio : 1);
  if (spent <= 0) return;
  const auto lost = [&](double mine, double of_base) {
    return (point.ranks * mine - same_work * of_base) / spent;
  };
  point.lost = {lost(here.compute, there.compute), lost(here.communication, there.communication),
                lost(here.io, there.io), lost(here.waiting, there.waiting)};
}

}  // namespace

Spread spread_of(std::vector<double> values) {
  assert(!values.empty());
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  const double median = values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  return {median, values.front(), values.back()};
}

std::vector<PointSummary> summarize(const std::vector<Measurement>& all) {
  std::map<std::tuple<Study, int, int, RowIndex>, std::vector<const Measurement*>> points;
  for (const Measurement& m : all) points[{m.study, m.ranks, m.nodes, m.rows}].push_back(&m);
  std::vector<PointSummary> summaries;
  summaries.reserve(points.size());
  for (const auto& [key, repeats] : points) summaries.push_back(gather(repeats));
  for (PointSummary& point : summaries) {
    // Sorted by study and ranks, so the first of the study is its base.
    const auto base = std::find_if(summaries.begin(), summaries.end(),
                                   [&](const PointSummary& other) { return other.study == point.study; });
    compare(point, *base);
  }
  return summaries;
}

std::string largest_loss(const Breakdown& lost) {
  struct Loss {
    const char* name;
    double share;
  };
  const std::array<Loss, 4> losses = {Loss{"slower computing", lost.compute},
                                      {"communication", lost.communication},
                                      {"waiting for other ranks", lost.waiting},
                                      {"reading and writing", lost.io}};
  const Loss& largest = *std::max_element(losses.begin(), losses.end(),
                                          [](const Loss& a, const Loss& b) { return a.share < b.share; });
  if (!(largest.share > 0.01)) return "";
  return fmt::format("{} ({:.0f} % of the ranks' time)", largest.name, 100 * largest.share);
}

bool same_fingerprints(const std::vector<PointSummary>& points) {
  std::map<RowIndex, std::set<std::string>> by_songs;
  for (const PointSummary& point : points)
    by_songs[point.rows].insert(point.fingerprints.begin(), point.fingerprints.end());
  return std::all_of(by_songs.begin(), by_songs.end(),
                     [](const auto& one) { return one.second.size() == 1; });
}

}  // namespace chorus::study
