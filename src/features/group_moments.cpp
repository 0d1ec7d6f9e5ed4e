#include "chorus/features/group_moments.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/exact_sum.hpp"

#include <algorithm>
#include <cmath>

namespace chorus::features {

GroupMoments measure_groups(const comm::Communicator& comm, const ShardRows& shard,
                            const CleaningRules& rules, const Moments& moments,
                            const std::function<std::size_t(RowIndex)>& group,
                            std::span<const std::int64_t> sizes) {
  const std::size_t d = shard.width();
  const std::size_t groups = sizes.size();
  const ExactScale scale(1.0);
  // Sums of centred value / unit, then of their squares. Squares about the catalogue's mean lose little: a
  // group's deviation is rarely far below the catalogue's.
  std::vector<Int128> sums = comm::agree_on(comm, [&] {
    std::vector<Int128> totals(2 * groups * d, 0);
    std::vector<double> row(d);
    RowIndex next = 0;
    shard.for_each_block([&](RowIndex, std::span<const double> values) {
      for (std::size_t at = 0; at < values.size(); at += d) {
        std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(at), d, row.begin());
        if (!rules.clean(row)) continue;
        const std::size_t g = group(next++);
        for (std::size_t j = 0; j < d; ++j) {
          const double centred = (row[j] - moments.mean[j]) / moments.unit[j];
          totals[g * d + j] += scale.units(centred);
          totals[(groups + g) * d + j] += scale.units(centred * centred);
        }
      }
    });
    return totals;
  });
  comm.sum(std::span<Int128>(sums));
  GroupMoments result;
  for (std::size_t g = 0; g < groups; ++g) {
    std::vector<double> mean(moments.mean);
    std::vector<double> deviation(d, 0.0);
    for (std::size_t j = 0; j < d && sizes[g] > 0; ++j) {
      const auto n = static_cast<double>(sizes[g]);
      const double centred = scale.value(sums[g * d + j]) / n;
      const double square = scale.value(sums[(groups + g) * d + j]) / n;
      mean[j] = moments.mean[j] + centred * moments.unit[j];
      deviation[j] = std::sqrt(std::max(0.0, square - centred * centred)) * moments.unit[j];
    }
    result.mean.push_back(std::move(mean));
    result.deviation.push_back(std::move(deviation));
  }
  return result;
}

}  // namespace chorus::features
