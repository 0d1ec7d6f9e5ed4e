#include "moment_passes.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/exact_sum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace chorus::features {
namespace {

/// Exact totals under construction: in 64 bits, moved to 128 before they could overflow.
class Totals {
 public:
  explicit Totals(std::size_t size) : partial_(size, 0), totals_(size, 0) {}

  /// Where the next row's terms are added, at most one (of at most 1 in size) each.
  [[nodiscard]] std::int64_t* next_row() {
    if (added_++ == kUnitsPerInt64) flush();
    return partial_.data();
  }
  [[nodiscard]] std::vector<Int128> finish() {
    flush();
    return std::move(totals_);
  }

 private:
  void flush() {
    for (std::size_t i = 0; i < partial_.size(); ++i) totals_[i] += partial_[i];
    std::fill(partial_.begin(), partial_.end(), 0);
    added_ = 1;
  }
  std::vector<std::int64_t> partial_;
  std::vector<Int128> totals_;
  int added_ = 0;
};

}  // namespace

Census::ByAbsence Census::rows() const {
  ByAbsence result{};
  std::copy_n(counts.begin(), kAbsences, result.begin());
  return result;
}

Census::ByAbsence Census::cells(std::size_t feature) const {
  ByAbsence result{};
  std::copy_n(counts.begin() + static_cast<std::ptrdiff_t>(kAbsences * (feature + 1)), kAbsences,
              result.begin());
  return result;
}

std::int64_t Census::filled(std::size_t feature) const {
  return counts[kAbsences * (min.size() + 1) + feature];
}

Census take_census(const ShardRows& shard, const CleaningRules& rules, Take take) {
  const std::size_t d = shard.width();
  Census census;
  census.counts.assign(kAbsences * (d + 1) + d, 0);
  census.min.assign(d, std::numeric_limits<double>::infinity());
  census.max.assign(d, -std::numeric_limits<double>::infinity());
  std::vector<Absence> absences(d);
  shard.for_each_block([&](RowIndex, std::span<const double> values) {
    for (std::size_t at = 0; at < values.size(); at += d) {
      const auto row = values.subspan(at, d);
      Absence first = Absence::kPresent;
      std::size_t present = 0;
      for (std::size_t j = 0; j < d; ++j) {
        absences[j] = rules.judge(j, row[j]);
        ++census.counts[kAbsences * (j + 1) + static_cast<std::size_t>(absences[j])];
        if (first == Absence::kPresent) first = absences[j];
        present += absences[j] == Absence::kPresent ? 1 : 0;
      }
      if (take == Take::kToFill) first = 2 * present < d ? Absence::kTooFewValues : Absence::kPresent;
      ++census.counts[static_cast<std::size_t>(first)];
      if (take != Take::kPresent && first != Absence::kPresent) continue;
      for (std::size_t j = 0; j < d; ++j) {
        if (absences[j] != Absence::kPresent) {
          ++census.counts[kAbsences * (d + 1) + j];
          continue;
        }
        // Adding zero makes -0 into +0, so that the sign of a zero depends on no order.
        census.min[j] = std::min(census.min[j], row[j] + 0.0);
        census.max[j] = std::max(census.max[j], row[j] + 0.0);
      }
    }
  });
  return census;
}

std::vector<Int128> sum_values(const ShardRows& shard, const CleaningRules& rules, Take take,
                               std::span<const double> inverse) {
  const std::size_t d = shard.width();
  const ExactScale scale(1.0);
  std::vector<Int128> totals(d, 0);
  shard.for_each_block([&](RowIndex, std::span<const double> values) {
    for (std::size_t at = 0; at < values.size(); at += d) {
      const auto cells = values.subspan(at, d);
      if (take != Take::kPresent && !rules.uses(cells)) continue;
      for (std::size_t j = 0; j < d; ++j) {
        if (rules.judge(j, cells[j]) == Absence::kPresent) totals[j] += scale.units(cells[j] * inverse[j]);
      }
    }
  });
  return totals;
}

Census measure_census(const comm::Communicator& comm, const ShardRows& shard, const CleaningRules& rules,
                      Take take) {
  Census census = comm::agree_on(comm, [&] { return take_census(shard, rules, take); });
  comm.sum(std::span<std::int64_t>(census.counts));
  comm.min(std::span<double>(census.min));
  comm.max(std::span<double>(census.max));
  return census;
}

std::vector<double> measure_means(const comm::Communicator& comm, const ShardRows& shard,
                                  const CleaningRules& rules, Take take, const Census& census) {
  const std::size_t d = shard.width();
  // Of value / unit, with the unit a power of two, so that the sum neither overflows nor underflows.
  std::vector<double> unit(d, 1);
  std::vector<double> inverse(d, 1);
  for (std::size_t j = 0; j < d; ++j) {
    if (census.min[j] > census.max[j]) continue;
    unit[j] = unit_for(std::max(std::abs(census.min[j]), std::abs(census.max[j])));
    inverse[j] = 1 / unit[j];
  }
  std::vector<Int128> sums = comm::agree_on(comm, [&] { return sum_values(shard, rules, take, inverse); });
  comm.sum(std::span<Int128>(sums));
  const ExactScale scale(1.0);
  std::vector<double> means(d, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t j = 0; j < d; ++j) {
    if (census.min[j] > census.max[j]) continue;
    const std::int64_t taken =
        take == Take::kPresent ? census.cells(j)[0] : census.rows()[0] - census.filled(j);
    const double mean = scale.value(sums[j]) / static_cast<double>(taken) * unit[j];
    means[j] = std::clamp(mean, census.min[j], census.max[j]);
  }
  return means;
}

std::vector<Int128> sum_squares(const ShardRows& shard, const CleaningRules& rules,
                                std::span<const Centring> centring) {
  const std::size_t d = shard.width();
  const ExactScale scale(1.0);
  Totals totals(d);
  shard.for_each_block([&](RowIndex, std::span<const double> values) {
    for (std::size_t at = 0; at < values.size(); at += d) {
      std::int64_t* const into = totals.next_row();
      for (std::size_t j = 0; j < d; ++j) {
        if (rules.judge(j, values[at + j]) != Absence::kPresent) continue;
        const double centred = centring[j](values[at + j]);
        into[j] += scale.units(centred * centred);
      }
    }
  });
  return totals.finish();
}

std::vector<Int128> sum_products(const ShardRows& shard, const CleaningRules& rules,
                                 std::span<const Centring> centring) {
  const std::size_t d = shard.width();
  const ExactScale scale(1.0);
  Totals totals(d * (d + 1) / 2);
  std::vector<double> row(d);
  shard.for_each_block([&](RowIndex, std::span<const double> values) {
    for (std::size_t at = 0; at < values.size(); at += d) {
      std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(at), d, row.begin());
      if (!rules.clean(row)) continue;
      for (std::size_t j = 0; j < d; ++j) row[j] = centring[j](row[j]);
      std::int64_t* into = totals.next_row();
      for (std::size_t a = 0; a < d; ++a) {
        for (std::size_t b = a; b < d; ++b) into[b - a] += scale.units(row[a] * row[b]);
        into += d - a;
      }
    }
  });
  return totals.finish();
}

double unit_for(double largest) {
  return power_of_two_above(std::max(largest, 0x1p-1000));
}

}  // namespace chorus::features
