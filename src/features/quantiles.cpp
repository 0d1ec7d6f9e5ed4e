#include "chorus/features/quantiles.hpp"

#include "chorus/comm/agree.hpp"

#include <algorithm>

namespace chorus::features {
namespace {

/// Features that are searched together; bounds the counters.
constexpr std::size_t kTogether = 64;

/// The searches of the features from `first` on.
struct Searches {
  std::size_t first;
  std::vector<QuantileSearch> of;
  [[nodiscard]] std::size_t bins() const {
    std::size_t bins = 0;
    for (const QuantileSearch& search : of) bins += search.bins();
    return bins;
  }
};

/// One pass over this rank's rows: the counters of all searches, one behind the other.
std::vector<std::int64_t> count_pass(const ShardRows& shard, const CleaningRules& rules,
                                     const Searches& searches) {
  std::vector<std::int64_t> counts(searches.bins(), 0);
  const std::size_t d = shard.width();
  shard.for_each_block([&](RowIndex, std::span<const double> values) {
    std::span<std::int64_t> rest(counts);
    for (std::size_t i = 0; i < searches.of.size(); ++i) {
      const QuantileSearch& search = searches.of[i];
      const std::size_t j = searches.first + i;
      for (std::size_t at = j; at < values.size(); at += d) {
        if (rules.judge(j, values[at]) == Absence::kPresent) search.count(values[at], rest);
      }
      rest = rest.subspan(search.bins());
    }
  });
  return counts;
}

void advance_all(Searches& searches, std::span<const std::int64_t> counts) {
  for (QuantileSearch& search : searches.of) {
    const std::size_t bins = search.bins();
    search.advance(counts.first(bins));
    counts = counts.subspan(bins);
  }
}

}  // namespace

std::vector<std::vector<double>> measure_quantiles(const comm::Communicator& comm, const ShardRows& shard,
                                                   const CleaningRules& rules,
                                                   std::span<const double> probabilities) {
  const QuantileSearch fresh({probabilities.begin(), probabilities.end()});
  std::vector<std::vector<double>> quantiles;
  for (std::size_t first = 0; first < shard.width(); first += kTogether) {
    Searches searches{first, std::vector(std::min(kTogether, shard.width() - first), fresh)};
    for (int pass = 0; pass < QuantileSearch::kPasses; ++pass) {
      std::vector<std::int64_t> counts =
          comm::agree_on(comm, [&] { return count_pass(shard, rules, searches); });
      comm.sum(std::span<std::int64_t>(counts));
      advance_all(searches, counts);
    }
    for (const QuantileSearch& search : searches.of) quantiles.push_back(search.quantiles());
  }
  return quantiles;
}

}  // namespace chorus::features
