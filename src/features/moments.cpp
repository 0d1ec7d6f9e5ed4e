#include "chorus/features/moments.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/error.hpp"
#include "chorus/core/exact_sum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace chorus::features {
namespace {

/// Calls visit(row, values) for every row used, filled where values are absent.
template <class Visit>
void for_each_used(const ShardRows& shard, const CleaningRules& rules, const Visit& visit) {
  const std::size_t d = shard.width();
  std::vector<double> row(d);
  shard.for_each_block([&](RowIndex, std::span<const double> values) {
    for (std::size_t at = 0; at < values.size(); at += d) {
      std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(at), d, row.begin());
      if (rules.clean(row)) visit(std::span<const double>(row));
    }
  });
}

/// What one pass over the cells counts and bounds.
struct Census {
  std::vector<std::int64_t>
      counts;  // rows used; rows by absence; cells by feature and absence; present by feature
  std::vector<double> min, max;  // of the values that are there, in rows that count
};

/// Under kMean every value that is there counts; otherwise those of rows used alone.
Census take_census(const ShardRows& shard, const CleaningRules& rules) {
  const std::size_t d = shard.width();
  Census census;
  census.counts.assign(1 + kAbsences * (d + 1), 0);
  census.min.assign(d, std::numeric_limits<double>::infinity());
  census.max.assign(d, -std::numeric_limits<double>::infinity());
  std::vector<Absence> absences(d);
  shard.for_each_block([&](RowIndex, std::span<const double> values) {
    for (std::size_t at = 0; at < values.size(); at += d) {
      const auto row = values.subspan(at, d);
      Absence first = Absence::kPresent;
      for (std::size_t j = 0; j < d; ++j) {
        absences[j] = rules.judge(j, row[j]);
        ++census.counts[1 + kAbsences * (j + 1) + static_cast<std::size_t>(absences[j])];
        if (first == Absence::kPresent) first = absences[j];
      }
      ++census.counts[1 + static_cast<std::size_t>(first)];
      const bool used = first == Absence::kPresent || rules.missing == MissingPolicy::kMean;
      if (!used) continue;
      ++census.counts[0];
      for (std::size_t j = 0; j < d; ++j) {
        if (absences[j] != Absence::kPresent) continue;
        census.min[j] = std::min(census.min[j], row[j]);
        census.max[j] = std::max(census.max[j], row[j]);
      }
    }
  });
  return census;
}

/// Larger values would leave the range of a double when the mean is subtracted.
constexpr double kLargestValue = 0x1p1000;

/// The power of two to divide by so that values up to `largest` lie in [-1, 1]; kept where its inverse is
/// normal.
double unit_for(double largest) {
  return power_of_two_above(std::max(largest, 0x1p-1000));
}

/// Exact totals of value / unit over the values that are there (kMean) or the rows used.
std::vector<Int128> sum_values(const ShardRows& shard, const CleaningRules& rules,
                               std::span<const double> inverse) {
  const std::size_t d = shard.width();
  const ExactScale scale(1.0);
  std::vector<Int128> totals(d, 0);
  std::vector<double> row(d);
  shard.for_each_block([&](RowIndex, std::span<const double> values) {
    for (std::size_t at = 0; at < values.size(); at += d) {
      const auto cells = values.subspan(at, d);
      if (rules.missing != MissingPolicy::kMean && rules.judge_row(cells) != Absence::kPresent) continue;
      for (std::size_t j = 0; j < d; ++j) {
        if (rules.judge(j, cells[j]) == Absence::kPresent) totals[j] += scale.units(cells[j] * inverse[j]);
      }
    }
  });
  return totals;
}

/// Exact totals of the products of centred values / unit over rows used: the upper triangle by rows.
std::vector<Int128> sum_products(const ShardRows& shard, const CleaningRules& rules,
                                 std::span<const double> mean, std::span<const double> inverse) {
  const std::size_t d = shard.width();
  const ExactScale scale(1.0);
  std::vector<std::int64_t> partial(d * (d + 1) / 2, 0);
  std::vector<Int128> totals(partial.size(), 0);
  int added = 0;
  const auto flush = [&] {
    for (std::size_t i = 0; i < partial.size(); ++i) totals[i] += partial[i];
    std::fill(partial.begin(), partial.end(), 0);
    added = 0;
  };
  std::vector<double> centred(d);
  for_each_used(shard, rules, [&](std::span<const double> row) {
    for (std::size_t j = 0; j < d; ++j) centred[j] = (row[j] - mean[j]) * inverse[j];
    std::int64_t* into = partial.data();
    for (std::size_t a = 0; a < d; ++a) {
      for (std::size_t b = a; b < d; ++b) into[b - a] += scale.units(centred[a] * centred[b]);
      into += d - a;
    }
    if (++added == kUnitsPerInt64) flush();
  });
  flush();
  return totals;
}

void refuse_absent(const Moments& moments, const std::vector<std::string>& names) {
  for (std::size_t j = 0; j < names.size(); ++j) {
    for (std::size_t a = 1; a < kAbsences; ++a) {
      if (moments.cells[j][a] == 0) continue;
      throw AgreedError(Exit::kInput,
                        describe(std::to_string(moments.cells[j][a]) + " values are " +
                                     std::string(absence_name(static_cast<Absence>(a))),
                                 "feature " + names[j], "clean the input, or use --missing drop or mean"));
    }
  }
}

}  // namespace

double Moments::deviation(std::size_t feature) const {
  return std::sqrt(covariance[feature * width() + feature]) * unit[feature];
}

double Moments::correlation(std::size_t a, std::size_t b) const {
  if (a == b) return 1.0;
  const double va = covariance[a * width() + a];
  const double vb = covariance[b * width() + b];
  if (va == 0 || vb == 0) return 0.0;
  return covariance[a * width() + b] / (std::sqrt(va) * std::sqrt(vb));
}

Moments measure_moments(const comm::Communicator& comm, const ShardRows& shard, CleaningRules& rules,
                        const std::vector<std::string>& names) {
  const std::size_t d = shard.width();
  Moments moments;

  Census census = comm::agree_on(comm, [&] { return take_census(shard, rules); });
  comm.sum(std::span<std::int64_t>(census.counts));
  comm.min(std::span<double>(census.min));
  comm.max(std::span<double>(census.max));
  moments.rows = comm.sum_of<std::int64_t>(shard.range().size());
  moments.count = census.counts[0];
  std::copy_n(census.counts.begin() + 1, kAbsences, moments.dropped.begin());
  moments.dropped[0] = 0;
  if (rules.missing == MissingPolicy::kMean) moments.dropped.fill(0);
  moments.cells.resize(d);
  for (std::size_t j = 0; j < d; ++j) {
    std::copy_n(census.counts.begin() + static_cast<std::ptrdiff_t>(1 + kAbsences * (j + 1)), kAbsences,
                moments.cells[j].begin());
  }
  moments.min = census.min;
  moments.max = census.max;
  if (rules.missing == MissingPolicy::kError) refuse_absent(moments, names);
  for (std::size_t j = 0; j < d; ++j) {
    if (moments.count > 0 && moments.min[j] <= moments.max[j]) {
      if (std::max(std::abs(moments.min[j]), std::abs(moments.max[j])) <= kLargestValue) continue;
      throw AgreedError(Exit::kCannotCluster,
                        describe("values beyond 1e301 cannot be scaled", "feature " + names[j],
                                 "bound them with --min " + names[j] + "=... --max " + names[j] + "=..."));
    }
    throw AgreedError(Exit::kCannotCluster,
                      describe("no row is left to cluster: every one lacks a value", "feature " + names[j],
                               "see `chorus inspect`, --na, --min, --max and --missing"));
  }

  // Means: of value / unit, with the unit a power of two, so that the sum neither overflows nor underflows.
  std::vector<double> inverse(d);
  std::vector<double> value_unit(d);
  for (std::size_t j = 0; j < d; ++j) {
    value_unit[j] = unit_for(std::max(std::abs(moments.min[j]), std::abs(moments.max[j])));
    inverse[j] = 1 / value_unit[j];
  }
  std::vector<Int128> sums = comm::agree_on(comm, [&] { return sum_values(shard, rules, inverse); });
  comm.sum(std::span<Int128>(sums));
  const ExactScale value_scale(1.0);
  moments.mean.resize(d);
  for (std::size_t j = 0; j < d; ++j) {
    const std::int64_t present = rules.missing == MissingPolicy::kMean ? moments.cells[j][0] : moments.count;
    const double mean = value_scale.value(sums[j]) / static_cast<double>(present) * value_unit[j];
    moments.mean[j] = std::clamp(mean, moments.min[j], moments.max[j]);
  }
  if (rules.missing == MissingPolicy::kMean) rules.fill = moments.mean;

  moments.unit.resize(d);
  for (std::size_t j = 0; j < d; ++j) {
    moments.unit[j] = unit_for(std::max(moments.max[j] - moments.mean[j], moments.mean[j] - moments.min[j]));
    inverse[j] = 1 / moments.unit[j];
  }
  std::vector<Int128> products =
      comm::agree_on(comm, [&] { return sum_products(shard, rules, moments.mean, inverse); });
  comm.sum(std::span<Int128>(products));
  const ExactScale product_scale(1.0);
  moments.covariance.assign(d * d, 0.0);
  std::size_t at = 0;
  for (std::size_t a = 0; a < d; ++a) {
    for (std::size_t b = a; b < d; ++b) {
      const bool constant = moments.constant(a) || moments.constant(b);
      const double value = product_scale.value(products[at++]) / static_cast<double>(moments.count);
      moments.covariance[a * d + b] = moments.covariance[b * d + a] = constant ? 0.0 : value;
    }
  }
  return moments;
}

}  // namespace chorus::features
