#include "chorus/features/value_check.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/features/quantile_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace chorus::features {
namespace {

constexpr std::size_t kBins = 4096;
constexpr std::array kProbabilities = {0.025, 0.25, 0.5, 0.75, 0.975};
/// The range of the middle 95 in 100 values of a normal distribution, in interquartile ranges.
constexpr double kWideRange = 2.9;
/// Spread where all but a few values are equal, in sizes of the median.
constexpr double kAnyValue = 1e6;
/// Features that are searched together; bounds the counters (40 KiB each and probability, twice).
constexpr std::size_t kSearchedTogether = 16;

/// Calls visit(row, feature, value) for the present values of the rows used. Local.
template <class Visit>
void for_each_value(const ShardRows& shard, const CleaningRules& rules, Visit visit) {
  const std::size_t d = shard.width();
  shard.for_each_block([&](RowIndex first, std::span<const double> values) {
    for (std::size_t at = 0; at < values.size(); at += d) {
      const auto row = values.subspan(at, d);
      if (!rules.uses(row)) continue;
      for (std::size_t j = 0; j < d; ++j) {
        if (rules.missing == MissingPolicy::kMean && rules.judge(j, row[j]) != Absence::kPresent) continue;
        visit(first + static_cast<RowIndex>(at / d), j, row[j]);
      }
    }
  });
}

/// Where a feature's values lie between its extremes, in kBins parts of equal width.
struct Histogram {
  std::vector<std::int64_t> bins;
  std::int64_t above_one = 0;
  std::int64_t above_hundred = 0;
};

std::vector<Histogram> count_values(const comm::Communicator& comm, const ShardRows& shard,
                                    const CleaningRules& rules, const Moments& moments) {
  const std::size_t d = shard.width();
  constexpr std::size_t kCounts = kBins + 2;
  std::vector<std::int64_t> counts(d * kCounts, 0);
  std::vector<double> bins_per_unit(d, 0.0);
  for (std::size_t j = 0; j < d; ++j) {
    const double range = moments.max[j] - moments.min[j];
    if (range > 0) bins_per_unit[j] = kBins / range;
    if (!std::isfinite(bins_per_unit[j])) bins_per_unit[j] = 0;
  }
  comm::agree_on(comm, [&] {
    for_each_value(shard, rules, [&](RowIndex, std::size_t j, double value) {
      const double bin = (value - moments.min[j]) * bins_per_unit[j];
      ++counts[j * kCounts + std::min(static_cast<std::size_t>(bin), kBins - 1)];
      if (value > 1) ++counts[j * kCounts + kBins];
      if (value > 100) ++counts[j * kCounts + kBins + 1];
    });
  });
  comm.sum(std::span<std::int64_t>(counts));
  std::vector<Histogram> histograms(d);
  for (std::size_t j = 0; j < d; ++j) {
    const auto begin = counts.begin() + static_cast<std::ptrdiff_t>(j * kCounts);
    histograms[j].bins.assign(begin, begin + kBins);
    histograms[j].above_one = begin[kBins];
    histograms[j].above_hundred = begin[kBins + 1];
  }
  return histograms;
}

std::int64_t tail(std::int64_t values) {
  return std::max(kFewValues, static_cast<std::int64_t>(kTailShare * static_cast<double>(values)));
}

/// What a histogram says for sure: bounds on spreads, in bins.
class Bounds {
 public:
  explicit Bounds(std::span<const std::int64_t> bins) : bins_(bins) {
    for (const std::int64_t count : bins) values_ += count;
  }

  /// Quantiles p and 1 - p are at least and at most so far apart.
  [[nodiscard]] double least(double p) const {
    return std::max(0.0, low(1 - p) - high(p) - 1) * (1 - kSlack);
  }
  [[nodiscard]] double most(double p) const { return (high(1 - p) - low(p) + 1) * (1 + kSlack); }

  /// At least so many values lie more than `distance` from the median.
  [[nodiscard]] std::int64_t beyond(double distance) const {
    std::int64_t count = 0;
    for (std::size_t bin = 0; bin < bins_.size(); ++bin) {
      const auto at = static_cast<double>(bin);
      const double away = std::max(at - high(0.5), low(0.5) - at) - 1;
      if (away > distance) count += bins_[bin];
    }
    return count;
  }

 private:
  static constexpr double kSlack = 1e-6;  // for what rounding does to a value's bin
  /// The bin of the value at a place of the sorted list.
  [[nodiscard]] double bin_at(double place) const {
    auto left = static_cast<std::int64_t>(place);
    for (std::size_t bin = 0; bin < bins_.size(); ++bin) {
      if (left < bins_[bin]) return static_cast<double>(bin);
      left -= bins_[bin];
    }
    return static_cast<double>(bins_.size() - 1);
  }
  [[nodiscard]] double low(double p) const { return bin_at(std::floor(p * last())); }
  [[nodiscard]] double high(double p) const { return bin_at(std::ceil(p * last())); }
  [[nodiscard]] double last() const { return static_cast<double>(values_ - 1); }

  std::span<const std::int64_t> bins_;
  std::int64_t values_ = 0;
};

/// Whether the histogram leaves open what the spread is, whether a value is beyond doubt, or whether a step
/// of so many bins is coarse. As RobustSpread chooses: the interquartile range, or what is used in its place.
bool leaves_open(const Bounds& bounds, std::int64_t values, double step) {
  const auto settles = [&](double least) {
    return kBins <= kBeyondDoubt * least && step <= kCoarseStep * least;
  };
  if (settles(bounds.least(0.25))) return false;
  const bool is_tail = bounds.beyond(kBeyondDoubt * bounds.most(0.25)) > tail(values);
  return !(is_tail && settles(bounds.least(0.025) / kWideRange));
}

/// Of the features in `which`, by passes that narrow the quantiles down: one list each, as kProbabilities.
std::vector<std::vector<double>> search(const comm::Communicator& comm, const ShardRows& shard,
                                        const CleaningRules& rules, std::span<const std::size_t> which) {
  std::vector<QuantileSearch> searches(which.size(),
                                       QuantileSearch({kProbabilities.begin(), kProbabilities.end()}));
  std::vector<std::size_t> place(shard.width(), which.size());
  for (std::size_t i = 0; i < which.size(); ++i) place[which[i]] = i;
  for (int pass = 0; pass < QuantileSearch::kPasses; ++pass) {
    std::vector<std::size_t> begin(1, 0);
    for (const QuantileSearch& one : searches) begin.push_back(begin.back() + one.bins());
    std::vector<std::int64_t> counts(begin.back(), 0);
    comm::agree_on(comm, [&] {
      for_each_value(shard, rules, [&](RowIndex, std::size_t j, double value) {
        const std::size_t i = place[j];
        if (i == which.size()) return;
        searches[i].count(value, std::span(counts).subspan(begin[i], begin[i + 1] - begin[i]));
      });
    });
    comm.sum(std::span<std::int64_t>(counts));
    for (std::size_t i = 0; i < searches.size(); ++i)
      searches[i].advance(std::span(counts).subspan(begin[i], begin[i + 1] - begin[i]));
  }
  std::vector<std::vector<double>> quantiles;
  quantiles.reserve(searches.size());
  for (const QuantileSearch& one : searches) quantiles.push_back(one.quantiles());
  return quantiles;
}

/// The values of a feature more than `distance` from the median.
struct Beyond {
  std::int64_t count = 0;
  double farthest = 0;  ///< distance
  double worst = 0;
  RowIndex row = std::numeric_limits<RowIndex>::max();
};

/// Collective. d of them; a feature whose distance is negative is passed over.
std::vector<Beyond> find_beyond(const comm::Communicator& comm, const ShardRows& shard,
                                const CleaningRules& rules, std::span<const double> medians,
                                std::span<const double> distances) {
  const std::size_t d = shard.width();
  std::vector<Beyond> found(d);
  comm::agree_on(comm, [&] {
    for_each_value(shard, rules, [&](RowIndex row, std::size_t j, double value) {
      if (distances[j] < 0) return;
      const double away = std::abs(value - medians[j]);
      if (!(away > distances[j])) return;
      ++found[j].count;
      if (away > found[j].farthest) {
        found[j].farthest = away;
        found[j].worst = value;
        found[j].row = row;
      }
    });
  });
  for (Beyond& mine : found) {
    mine.count = comm.sum_of(mine.count);
    if (mine.count == 0) continue;
    std::array<double, 1> farthest = {mine.farthest};
    comm.max(std::span<double>(farthest));
    const bool here = mine.farthest == farthest[0];
    const RowIndex first = -comm.max_of(here ? -mine.row : -std::numeric_limits<RowIndex>::max());
    std::array<double, 1> worst = {here && mine.row == first ? mine.worst
                                                             : -std::numeric_limits<double>::infinity()};
    comm.max(std::span<double>(worst));
    mine = {mine.count, farthest[0], worst[0], first};
  }
  return found;
}

}  // namespace

std::vector<ValueCheck> check_values(const comm::Communicator& comm, const ShardRows& shard,
                                     const CleaningRules& rules, const Moments& moments,
                                     const Scaler& scaler) {
  const std::size_t d = shard.width();
  const std::vector<Histogram> histograms = count_values(comm, shard, rules, moments);
  std::vector<ValueCheck> checks(d);
  std::vector<double> steps(d, 0.0);
  std::vector<std::size_t> open;
  for (std::size_t j = 0; j < d; ++j) {
    const std::int64_t values = moments.count - moments.filled[j];
    checks[j].high = moments.max[j];
    if (100 * histograms[j].above_hundred <= values) checks[j].high = std::min(checks[j].high, 100.0);
    if (100 * histograms[j].above_one <= values) checks[j].high = std::min(checks[j].high, 1.0);
    if (moments.constant(j)) continue;
    steps[j] = scaler.step[j] * scaler.space_unit * scaler.scale[j];
    const double width = (moments.max[j] - moments.min[j]) / kBins;
    if (leaves_open(Bounds(histograms[j].bins), values, steps[j] / width)) open.push_back(j);
  }
  for (std::size_t first = 0; first < open.size(); first += kSearchedTogether) {
    const auto which = std::span(open).subspan(first, std::min(kSearchedTogether, open.size() - first));
    const std::vector<std::vector<double>> quantiles = search(comm, shard, rules, which);
    std::vector<double> medians(d, 0.0);
    std::vector<double> distances(d, -1.0);
    for (std::size_t i = 0; i < which.size(); ++i) {
      const std::vector<double>& q = quantiles[i];
      medians[which[i]] = q[2];
      if (q[3] > q[1]) distances[which[i]] = kBeyondDoubt * (q[3] - q[1]);
    }
    std::vector<Beyond> beyond = find_beyond(comm, shard, rules, medians, distances);
    // Where the quartiles say nothing, wider quantiles do.
    std::vector<double> wider(d, -1.0);
    bool any = false;
    for (std::size_t i = 0; i < which.size(); ++i) {
      const std::size_t j = which[i];
      const std::vector<double>& q = quantiles[i];
      if (distances[j] >= 0 && beyond[j].count <= tail(moments.count - moments.filled[j])) continue;
      const double wide = (q[4] - q[0]) / kWideRange;
      wider[j] =
          wide > 0 ? kBeyondDoubt * std::max(wide, q[3] - q[1]) : kAnyValue * std::max(1.0, std::abs(q[2]));
      any = true;
    }
    if (any) {
      const std::vector<Beyond> again = find_beyond(comm, shard, rules, medians, wider);
      for (const std::size_t j : which) {
        if (wider[j] < 0) continue;
        beyond[j] = again[j];
        distances[j] = wider[j];
      }
    }
    for (const std::size_t j : which) {
      checks[j].typical = {medians[j], distances[j] / kBeyondDoubt};
      checks[j].beyond = beyond[j].count;
      checks[j].worst = beyond[j].worst;
      checks[j].worst_row = beyond[j].count > 0 ? beyond[j].row : 0;
      if (steps[j] > kCoarseStep * checks[j].typical.spread) checks[j].step = steps[j];
    }
  }
  return checks;
}

}  // namespace chorus::features
