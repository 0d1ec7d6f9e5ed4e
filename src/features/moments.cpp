#include "chorus/features/moments.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/error.hpp"
#include "chorus/core/exact_sum.hpp"
#include "moment_passes.hpp"

#include <algorithm>
#include <cmath>

namespace chorus::features {
namespace {

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
  // Rounding can leave a column and its multiple one bit beyond 1.
  return std::clamp(covariance[a * width() + b] / (std::sqrt(va) * std::sqrt(vb)), -1.0, 1.0);
}

Moments measure_moments(const comm::Communicator& comm, const ShardRows& shard, CleaningRules& rules,
                        const std::vector<std::string>& names) {
  const std::size_t d = shard.width();
  Moments moments;

  const Take take = rules.missing == MissingPolicy::kMean ? Take::kToFill : Take::kUsedRows;
  const Census census = measure_census(comm, shard, rules, take);
  moments.rows = comm.sum_of<std::int64_t>(shard.range().size());
  moments.dropped = census.rows();
  moments.count = moments.dropped[0];
  moments.dropped[0] = 0;
  for (std::size_t j = 0; j < d; ++j) {
    moments.cells.push_back(census.cells(j));
    moments.filled.push_back(take == Take::kToFill ? census.filled(j) : 0);
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

  moments.mean = measure_means(comm, shard, rules, take, census);
  if (rules.missing == MissingPolicy::kMean) rules.fill = moments.mean;

  moments.unit.resize(d);
  std::vector<Centring> centring(d);
  for (std::size_t j = 0; j < d; ++j) {
    moments.unit[j] = unit_for(std::max(moments.max[j] - moments.mean[j], moments.mean[j] - moments.min[j]));
    centring[j] = {1, moments.mean[j], 1 / moments.unit[j]};
  }
  std::vector<Int128> products = comm::agree_on(comm, [&] { return sum_products(shard, rules, centring); });
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
