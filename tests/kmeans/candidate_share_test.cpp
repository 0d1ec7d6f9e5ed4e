// Shares of the candidates of k-means|| add up to what one share of all of them says, whoever holds what.
#include "kmeans/candidate_share.hpp"

#include "chorus/core/random.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace chorus::kmeans {
namespace {

constexpr std::size_t kWidth = 3;
constexpr RowIndex kCandidates = 500;

struct Candidates {
  std::vector<float> points;
  std::vector<std::int64_t> counts;
};

Candidates made_candidates() {
  Candidates made;
  for (std::uint64_t i = 0; i < kCandidates; ++i) {
    for (std::uint32_t j = 0; j < kWidth; ++j)
      made.points.push_back(static_cast<float>(random_unit(5, Purpose::kSynthetic, i, j)));
    made.counts.push_back(static_cast<std::int64_t>(random_u64(6, Purpose::kSynthetic, i) % 1000));
  }
  return made;
}

TEST(CandidateShare, SharesAddUpAndFindTheSameCandidate) {
  const Candidates made = made_candidates();
  const WeightScale scale(16.0);
  CandidateShare whole(made.points, made.counts, kWidth, {0, kCandidates}, scale);
  for (const int ranks : {2, 7, 600}) {
    std::vector<CandidateShare> shares;
    CandidateShare all = whole;
    const RowPartition partition(kCandidates, ranks);
    for (int rank = 0; rank < ranks; ++rank)
      shares.emplace_back(made.points, made.counts, kWidth, partition.range(rank), scale);
    for (const std::size_t added : {std::size_t{7}, std::size_t{123}, std::size_t{450}}) {
      const float* point = &made.points[added * kWidth];
      Int128 with = 0;
      for (CandidateShare& share : shares) with += share.total_with(point);
      all.add(point);
      EXPECT_TRUE(all.total() == with || added == 7) << "before the first point, weights are counts alone";
      Int128 total = 0;
      for (CandidateShare& share : shares) {
        share.add(point);
        total += share.total();
      }
      EXPECT_TRUE(all.total() == total);
      for (const double place : {0.0, 0.3, 0.999}) {
        Int128 target = static_cast<Int128>(place * static_cast<double>(total));
        const RowIndex expected = all.find(target);
        std::size_t share = 0;
        while (target >= shares[share].total()) target -= shares[share++].total();
        EXPECT_EQ(shares[share].find(target), expected);
      }
    }
  }
}

}  // namespace
}  // namespace chorus::kmeans
