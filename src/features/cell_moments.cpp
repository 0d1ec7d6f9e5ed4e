#include "chorus/features/cell_moments.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/exact_sum.hpp"
#include "moment_passes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace chorus::features {
namespace {

/// Values are scaled to about 1 before their mean is subtracted, since the difference of two values near the
/// end of a double's range has no place in it. All factors are powers of two.
struct Scales {
  std::vector<Centring> centring;
  std::vector<double> value, spread;  // what `centring` divides by, first and second
};

Scales find_scales(const CellMoments& moments) {
  Scales scales;
  for (std::size_t j = 0; j < moments.mean.size(); ++j) {
    Centring centring;
    double value = 1;
    double spread = 1;
    if (moments.count(j) > 0) {
      value = unit_for(std::max(std::abs(moments.min[j]), std::abs(moments.max[j])));
      centring.scale = 1 / value;
      centring.mean = moments.mean[j] * centring.scale;
      spread = unit_for(std::max(centring(moments.max[j]), -centring(moments.min[j])));
      centring.inverse = 1 / spread;
    }
    scales.centring.push_back(centring);
    scales.value.push_back(value);
    scales.spread.push_back(spread);
  }
  return scales;
}

/// How many present values equal the smallest of their feature, then how many the largest: 2d.
std::vector<std::int64_t> count_extremes(const ShardRows& shard, const CleaningRules& rules,
                                         const CellMoments& moments) {
  const std::size_t d = shard.width();
  std::vector<std::int64_t> counts(2 * d, 0);
  shard.for_each_block([&](RowIndex, std::span<const double> values) {
    for (std::size_t at = 0; at < values.size(); at += d) {
      for (std::size_t j = 0; j < d; ++j) {
        const double value = values[at + j];
        if (rules.judge(j, value) != Absence::kPresent) continue;
        if (value == moments.min[j]) ++counts[j];
        if (value == moments.max[j]) ++counts[d + j];
      }
    }
  });
  return counts;
}

}  // namespace

CellMoments measure_cells(const comm::Communicator& comm, const ShardRows& shard,
                          const CleaningRules& rules) {
  const std::size_t d = shard.width();
  const Census census = measure_census(comm, shard, rules, Take::kPresent);
  CellMoments moments;
  for (const std::int64_t rows : census.rows()) moments.rows += rows;
  moments.complete = census.rows()[0];
  for (std::size_t j = 0; j < d; ++j) moments.cells.push_back(census.cells(j));
  moments.min = census.min;
  moments.max = census.max;
  moments.mean = measure_means(comm, shard, rules, Take::kPresent, census);

  std::vector<std::int64_t> extremes =
      comm::agree_on(comm, [&] { return count_extremes(shard, rules, moments); });
  comm.sum(std::span<std::int64_t>(extremes));
  moments.at_min.assign(extremes.begin(), extremes.begin() + static_cast<std::ptrdiff_t>(d));
  moments.at_max.assign(extremes.begin() + static_cast<std::ptrdiff_t>(d), extremes.end());

  const Scales scales = find_scales(moments);
  std::vector<Int128> squares =
      comm::agree_on(comm, [&] { return sum_squares(shard, rules, scales.centring); });
  comm.sum(std::span<Int128>(squares));
  const ExactScale scale(1.0);
  for (std::size_t j = 0; j < d; ++j) {
    const auto count = static_cast<double>(moments.count(j));
    const double deviation = std::sqrt(scale.value(squares[j]) / count) * scales.spread[j] * scales.value[j];
    const bool constant = moments.min[j] == moments.max[j];
    moments.deviation.push_back(constant ? 0 : deviation);
    if (moments.count(j) > 0) continue;
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    moments.min[j] = moments.max[j] = moments.mean[j] = moments.deviation[j] = kNone;
  }
  return moments;
}

}  // namespace chorus::features
