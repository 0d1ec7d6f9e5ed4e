#include "candidate_share.hpp"
#include "chorus/core/error.hpp"
#include "chorus/core/random.hpp"
#include "chorus/features/row_sample.hpp"
#include "chorus/kmeans/row_labels.hpp"
#include "chorus/kmeans/seeding.hpp"
#include "chorus/kmeans/weighted_draw.hpp"

#include <algorithm>
#include <array>

namespace chorus::kmeans {
namespace {

constexpr int kRounds = 5;

std::uint64_t round_address(const Fit& fit, std::uint64_t step) {
  return std::uint64_t{1} << 62U | static_cast<std::uint64_t>(fit.k) << 44U |
         static_cast<std::uint64_t>(fit.restart) << 20U | step;
}

/// A row is taken with probability min(1, expected * weight / total); its draw is addressed by its row
/// number, under a key that belongs to the fit and the round.
std::vector<RowIndex> take_round(const comm::Communicator& comm, const features::ScaledRows& rows,
                                 const Fit& fit, const NearestDistances& nearest, std::uint64_t seed,
                                 int round, std::int64_t expected) {
  const Int128 total = [&] {
    Int128 sum = nearest.total();
    comm.sum(std::span<Int128>(&sum, 1));
    return sum;
  }();
  std::vector<RowIndex> mine;
  if (total > 0) {
    const std::uint64_t key =
        random_u64(seed, Purpose::kSeeding, round_address(fit, static_cast<std::uint64_t>(round)), 1);
    for (RowIndex i = 0; i < rows.blocks.rows(); ++i) {
      const Int128 share = Int128{nearest.weight(i)} * expected;
      const RowIndex row = rows.row_of(i);
      if (random_below(total, key, Purpose::kSeeding, static_cast<std::uint64_t>(row)) < share)
        mine.push_back(row);
    }
  }
  return comm.all_gather(std::span<const RowIndex>(mine));
}

/// Weighted greedy k-means++ on the candidates, each rank reckoning with its share of them; the same on every
/// rank. Empty if fewer than k are distinct.
std::vector<float> reduce_candidates(const comm::Communicator& comm, std::span<const float> points,
                                     std::span<const std::int64_t> counts, const GridTotals& grid,
                                     const Fit& fit, std::uint64_t seed) {
  const std::size_t d = grid.step.size();
  const RowPartition shares(std::ssize(counts), comm.size());
  CandidateShare mine(points, counts, d, shares.range(comm.rank()), WeightScale(grid.distance_bound));
  std::vector<float> chosen;
  const std::array<Int128, 1> first = {mine.total()};
  comm::Communicator::Scan weights = comm.scan(first);
  std::size_t taken = 0;  // of the candidates scanned last, the one that was added
  for (std::uint64_t step = 0; step < static_cast<std::uint64_t>(fit.k); ++step) {
    const Int128 total = weights.total[taken];
    if (total == 0) return {};
    // Whose share a draw falls into says which candidate it is.
    std::vector<std::int64_t> drawn(static_cast<std::size_t>(step == 0 ? 1 : greedy_trials(fit.k)), 0);
    for (std::size_t trial = 0; trial < drawn.size(); ++trial) {
      const Int128 target = random_below(total, seed, Purpose::kSeeding, round_address(fit, 1000 + step),
                                         static_cast<std::uint32_t>(trial)) -
                            weights.below[taken];
      if (target >= 0 && target < mine.total()) drawn[trial] = mine.find(target);
    }
    comm.sum(std::span<std::int64_t>(drawn));
    const auto point_of = [&](std::int64_t candidate) {
      return &points[static_cast<std::size_t>(candidate) * d];
    };
    taken = 0;
    if (step == 0) {
      mine.add(point_of(drawn[0]));
      const std::array<Int128, 1> now = {mine.total()};
      weights = comm.scan(now);
    } else {
      std::vector<Int128> after;
      after.reserve(drawn.size());
      for (const std::int64_t candidate : drawn) after.push_back(mine.total_with(point_of(candidate)));
      weights = comm.scan(after);
      taken = static_cast<std::size_t>(std::min_element(weights.total.begin(), weights.total.end()) -
                                       weights.total.begin());
      mine.add(point_of(drawn[taken]));
    }
    const float* point = point_of(drawn[taken]);
    chosen.insert(chosen.end(), point, point + d);
  }
  return chosen;
}

/// Rows that all rounds may find: the labels that weigh them hold no more, with room for chance.
constexpr int kMostTaken = kMaxClusters - 4096;

/// So many rows are expected of a round.
std::int64_t expected_a_round(int k) {
  return std::min<std::int64_t>(2 * std::int64_t{k}, kMostTaken / kRounds);
}

/// Of rows that chance made too many, those with the smallest hash.
void thin_out(std::vector<RowIndex>& rows, std::size_t most, std::uint64_t key) {
  if (rows.size() <= most) return;
  const auto hash = [&](RowIndex row) {
    return random_u64(key, Purpose::kSeeding, static_cast<std::uint64_t>(row), 2);
  };
  std::sort(rows.begin(), rows.end(),
            [&](RowIndex a, RowIndex b) { return hash(a) != hash(b) ? hash(a) < hash(b) : a < b; });
  rows.resize(most);
  std::sort(rows.begin(), rows.end());
}

}  // namespace

void seed_parallel(const comm::Communicator& comm, const features::ScaledRows& rows, const GridTotals& grid,
                   std::uint64_t seed, std::span<Fit*> fits, const comm::Border& border) {
  const std::size_t d = rows.blocks.width();
  for (Fit* fit : fits) {
    const auto first_stream =
        static_cast<std::uint32_t>(fit->k) << 16U | static_cast<std::uint32_t>(fit->restart);
    std::vector<RowIndex> taken = features::sample_rows(comm, rows, 1, seed, Purpose::kSeeding, first_stream);
    std::vector<float> points = features::fetch_rows(comm, rows, taken);
    NearestDistances nearest(rows.blocks, WeightScale(grid.distance_bound));
    nearest.add_point(points.data());
    // Five rounds suffice in practice; more only if they found too few candidates for k clusters.
    for (int round = 0; round < kRounds || std::ssize(taken) < fit->k; ++round) {
      if (round >= 20 * kRounds) break;
      std::vector<RowIndex> more =
          take_round(comm, rows, *fit, nearest, seed, round, expected_a_round(fit->k));
      thin_out(more, kMaxClusters - taken.size(), seed + static_cast<std::uint64_t>(round));
      const std::vector<float> more_points = features::fetch_rows(comm, rows, more);
      nearest.add_points(more_points);
      taken.insert(taken.end(), more.begin(), more.end());
      points.insert(points.end(), more_points.begin(), more_points.end());
      border.cross(comm);
    }
    // Nearest of up to kMaxClusters candidates: the same kernel as a Lloyd pass.
    RowLabels owner(rows.blocks, taken.size());
    owner.assign(rows.blocks, CentroidTable(points, d), grid);
    std::vector<std::int64_t> weights = owner.totals().count;
    comm.sum(std::span<std::int64_t>(weights));
    fit->centroids = reduce_candidates(comm, points, weights, grid, *fit, seed);
    if (fit->centroids.empty()) fit->give_up();
    border.cross(comm);
  }
}

}  // namespace chorus::kmeans
