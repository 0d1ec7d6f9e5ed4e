#include "chorus/features/scaling.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/exact_sum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace chorus::features {

std::string_view scaling_name(Scaling scaling) {
  switch (scaling) {
    case Scaling::kStandard:
      return "standard";
    case Scaling::kMinMax:
      return "minmax";
    case Scaling::kNone:
      return "none";
  }
  return "";
}

std::string_view space_name(Scaling scaling) {
  switch (scaling) {
    case Scaling::kStandard:
      return "standardized features";
    case Scaling::kMinMax:
      return "features scaled to 0-1";
    case Scaling::kNone:
      return "unscaled features";
  }
  return "";
}

double Scaler::centred(std::size_t feature, double value) const {
  if (scale[feature] == 0) return 0;
  return (value - mean[feature]) / scale[feature] / space_unit;
}

float Scaler::snap(std::size_t feature, double value) const {
  if (scale[feature] == 0) return 0;
  return static_cast<float>(std::nearbyint(centred(feature, value) / step[feature]) * step[feature]);
}

double Scaler::to_space(std::size_t feature, double coordinate) const {
  return coordinate * space_unit + offset[feature];
}

double Scaler::to_original(std::size_t feature, double coordinate) const {
  return coordinate * space_unit * scale[feature] + mean[feature];
}

double Scaler::square_in_space(double square) const {
  const double in_space = square * space_unit * space_unit;
  return square == 0 || std::isnormal(in_space) ? in_space : std::numeric_limits<double>::quiet_NaN();
}

double Scaler::from_space(std::size_t feature, double coordinate) const {
  return (coordinate - offset[feature]) / space_unit;
}

Scaler make_scaler(const Moments& moments, Scaling scaling, const std::vector<std::string>& names,
                   std::vector<std::string>& warnings) {
  const std::size_t d = moments.width();
  Scaler scaler;
  scaler.scaling = scaling;
  scaler.mean = moments.mean;
  scaler.extent.assign(d, 0.0);
  double largest = 0;
  for (std::size_t j = 0; j < d; ++j) {
    const double range = moments.max[j] - moments.min[j];
    double scale = 1;
    if (scaling == Scaling::kStandard) scale = moments.deviation(j);
    if (scaling == Scaling::kMinMax) scale = range;
    if (moments.constant(j)) {
      scale = 0;
      warnings.push_back(fmt::format("feature {} is constant ({}): it becomes zeros and separates nothing",
                                     names[j], moments.min[j]));
    }
    scaler.scale.push_back(scale);
    double offset = 0;
    if (scaling == Scaling::kMinMax && scale != 0) offset = (moments.mean[j] - moments.min[j]) / range;
    if (scaling == Scaling::kNone) offset = moments.mean[j];
    scaler.offset.push_back(offset);
    if (scale == 0) continue;
    scaler.extent[j] = std::max(moments.max[j] - moments.mean[j], moments.mean[j] - moments.min[j]) / scale;
    largest = std::max(largest, scaler.extent[j]);
  }
  // Squared distances must fit a float: beyond 2^20 (and below 2^-20) the space is divided by a power of two.
  if (largest > 0x1p20 || (largest > 0 && largest < 0x1p-20)) scaler.space_unit = power_of_two_above(largest);
  for (std::size_t j = 0; j < d; ++j) {
    scaler.extent[j] /= scaler.space_unit;
    // Below 2^-100 of the space's unit a feature cannot be told from a constant in float; it becomes zeros
    // too.
    scaler.step.push_back(power_of_two_above(std::max(scaler.extent[j], 0x1p-100)) * 0x1p-23);
  }
  return scaler;
}

RowIndex ScaledRows::row_of(RowIndex i) const {
  // not_used[m] - m is the number of used rows before the m-th dropped one: ascending.
  std::size_t low = 0;
  std::size_t high = not_used.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (not_used[middle] - static_cast<RowIndex>(middle) <= i) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return range.begin + i + static_cast<RowIndex>(low);
}

ScaledRows scale_rows(const comm::Communicator& comm, const ShardRows& shard, const CleaningRules& rules,
                      const Scaler& scaler, const Moments& moments) {
  const std::size_t d = shard.width();
  ScaledRows scaled = comm::agree_on(comm, [&] {
    ScaledRows rows;
    rows.range = shard.range();
    if (moments.count < moments.rows) {
      shard.for_each_block([&](RowIndex first, std::span<const double> values) {
        for (std::size_t at = 0; at < values.size(); at += d) {
          if (rules.uses(values.subspan(at, d))) continue;
          rows.not_used.push_back(first + static_cast<RowIndex>(at / d) - rows.range.begin);
        }
      });
    }
    rows.blocks = RowBlocks(rows.range.size() - std::ssize(rows.not_used), d);
    std::vector<double> row(d);
    RowIndex next = 0;
    const bool may_fill = rules.missing == MissingPolicy::kMean;
    shard.for_each_block([&](RowIndex, std::span<const double> values) {
      for (std::size_t at = 0; at < values.size(); at += d) {
        std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(at), d, row.begin());
        if (!rules.clean(row)) continue;
        if (may_fill) rows.filled.push_back(rules.judge_row(values.subspan(at, d)) != Absence::kPresent);
        for (std::size_t j = 0; j < d; ++j) rows.blocks.set(next, j, scaler.snap(j, row[j]));
        ++next;
      }
    });
    return rows;
  });
  scaled.total = moments.count;
  return scaled;
}

}  // namespace chorus::features
