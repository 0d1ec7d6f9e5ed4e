#include "chorus/features/group_moments.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/exact_sum.hpp"
#include "moment_passes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace chorus::features {
namespace {

/// Rows dealt to the clusters, d features.
struct GroupedRows {
  const ShardRows& shard;
  const CleaningRules& rules;
  const Clustering& clustering;

  /// Calls visit(first cell of its group, cleaned row) for every row that is in one.
  template <class Visit>
  void for_each(const Visit& visit) const {
    const std::size_t d = shard.width();
    std::vector<double> row(d);
    RowIndex next = 0;
    shard.for_each_block([&](RowIndex, std::span<const double> values) {
      for (std::size_t at = 0; at < values.size(); at += d) {
        std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(at), d, row.begin());
        if (!rules.clean(row)) continue;
        const RowIndex used = next++;
        if (!clustering.is_noise(used)) visit(clustering.labels[used] * d, row);
      }
    });
  }
};

/// groups x d, over all ranks. An empty group has min > max.
struct FirstPass {
  std::vector<double> min, max;
  std::vector<Int128> sum;  ///< of (value - mean) / unit of the catalogue, in units of ExactScale(1)
};

FirstPass measure_first(const comm::Communicator& comm, const GroupedRows& rows, const Moments& moments) {
  FirstPass found = comm::agree_on(comm, [&] {
    const std::size_t d = moments.width();
    const ExactScale scale(1.0);
    FirstPass pass;
    pass.min.assign(rows.clustering.clusters() * d, std::numeric_limits<double>::infinity());
    pass.max.assign(rows.clustering.clusters() * d, -std::numeric_limits<double>::infinity());
    pass.sum.assign(rows.clustering.clusters() * d, 0);
    rows.for_each([&](std::size_t first, const std::vector<double>& row) {
      for (std::size_t j = 0; j < d; ++j) {
        // Adding zero makes -0 into +0, so that the sign of a zero depends on no order.
        pass.min[first + j] = std::min(pass.min[first + j], row[j] + 0.0);
        pass.max[first + j] = std::max(pass.max[first + j], row[j] + 0.0);
        pass.sum[first + j] += scale.units((row[j] - moments.mean[j]) / moments.unit[j]);
      }
    });
    return pass;
  });
  comm.min(std::span<double>(found.min));
  comm.max(std::span<double>(found.max));
  comm.sum(std::span<Int128>(found.sum));
  return found;
}

/// How a group's values are centred for the second pass: (value - centre) / unit lies in [-1, 1].
struct GroupCentring {
  double centre = 0;
  double inverse = 0;  ///< 1 / unit; 0 where all values are equal
  double unit = 1;
};

std::vector<GroupCentring> centre_groups(const FirstPass& first, const Moments& moments,
                                         std::span<const std::int64_t> sizes) {
  const std::size_t d = moments.width();
  const ExactScale scale(1.0);
  std::vector<GroupCentring> centring(sizes.size() * d);
  for (std::size_t i = 0; i < centring.size(); ++i) {
    const std::size_t j = i % d;
    centring[i].centre = moments.mean[j];
    if (sizes[i / d] == 0) continue;
    const double mean =
        moments.mean[j] + scale.value(first.sum[i]) / static_cast<double>(sizes[i / d]) * moments.unit[j];
    centring[i].centre = std::clamp(mean, first.min[i], first.max[i]);
    if (first.min[i] == first.max[i]) continue;
    centring[i].unit =
        unit_for(std::max(first.max[i] - centring[i].centre, centring[i].centre - first.min[i]));
    centring[i].inverse = 1 / centring[i].unit;
  }
  return centring;
}

/// Exact totals of the centred values, then of their squares: twice groups x d, over all ranks.
std::vector<Int128> sum_centred(const comm::Communicator& comm, const GroupedRows& rows,
                                const std::vector<GroupCentring>& centring) {
  std::vector<Int128> sums = comm::agree_on(comm, [&] {
    const ExactScale scale(1.0);
    std::vector<Int128> totals(2 * centring.size(), 0);
    rows.for_each([&](std::size_t first, const std::vector<double>& row) {
      for (std::size_t j = 0; j < row.size(); ++j) {
        const GroupCentring& by = centring[first + j];
        const double centred = (row[j] - by.centre) * by.inverse;
        totals[first + j] += scale.units(centred);
        totals[centring.size() + first + j] += scale.units(centred * centred);
      }
    });
    return totals;
  });
  comm.sum(std::span<Int128>(sums));
  return sums;
}

}  // namespace

GroupMoments measure_groups(const comm::Communicator& comm, const ShardRows& shard,
                            const CleaningRules& rules, const Moments& moments,
                            const Clustering& clustering) {
  const std::size_t d = shard.width();
  const std::span<const std::int64_t> sizes = clustering.sizes;
  const GroupedRows rows{shard, rules, clustering};
  const FirstPass first = measure_first(comm, rows, moments);
  const std::vector<GroupCentring> centring = centre_groups(first, moments, sizes);
  const std::vector<Int128> sums = sum_centred(comm, rows, centring);
  const ExactScale scale(1.0);
  GroupMoments result;
  for (std::size_t g = 0; g < sizes.size(); ++g) {
    std::vector<double> mean(d);
    std::vector<double> deviation(d, 0.0);
    for (std::size_t j = 0; j < d; ++j) {
      const std::size_t i = g * d + j;
      const GroupCentring& by = centring[i];
      mean[j] = by.centre;
      if (by.inverse == 0) continue;
      // The first pass left the centre beside the mean by what its coarser grid could not tell.
      const auto n = static_cast<double>(sizes[g]);
      const double rest = scale.value(sums[i]) / n;
      const double square = scale.value(sums[centring.size() + i]) / n;
      mean[j] = std::clamp(by.centre + rest * by.unit, first.min[i], first.max[i]);
      deviation[j] = std::sqrt(std::max(0.0, square - rest * rest)) * by.unit;
    }
    result.mean.push_back(std::move(mean));
    result.deviation.push_back(std::move(deviation));
  }
  return result;
}

}  // namespace chorus::features
