#include "chorus/core/error.hpp"
#include "chorus/core/random.hpp"
#include "chorus/features/row_sample.hpp"
#include "chorus/kmeans/row_labels.hpp"
#include "chorus/kmeans/seeding.hpp"
#include "chorus/kmeans/weighted_draw.hpp"

#include <algorithm>
#include <numeric>

namespace chorus::kmeans {
namespace {

constexpr int kRounds = 5;

std::uint64_t round_address(const Fit& fit, std::uint64_t step) {
  return std::uint64_t{1} << 62U | static_cast<std::uint64_t>(fit.k) << 44U |
         static_cast<std::uint64_t>(fit.restart) << 20U | step;
}

/// A row is taken with probability min(1, 2k * weight / total); its draw is addressed by its row number,
/// under a key that belongs to the fit and the round.
std::vector<RowIndex> take_round(const comm::Communicator& comm, const features::ScaledRows& rows,
                                 const Fit& fit, const NearestDistances& nearest, std::uint64_t seed,
                                 int round) {
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
      const Int128 share = Int128{nearest.weight(i)} * 2 * fit.k;
      const RowIndex row = rows.row_of(i);
      if (random_below(total, key, Purpose::kSeeding, static_cast<std::uint64_t>(row)) < share)
        mine.push_back(row);
    }
  }
  return comm.all_gather(std::span<const RowIndex>(mine));
}

/// Squared distance in double between two points of float coordinates: for the few candidates alone.
double squared_distance(const float* a, const float* b, std::size_t d) {
  double sum = 0;
  for (std::size_t j = 0; j < d; ++j) {
    const double e = static_cast<double>(a[j]) - b[j];
    sum += e * e;
  }
  return sum;
}

/// Weighted greedy k-means++ on the candidates; the same on every rank. Empty if fewer than k are distinct.
std::vector<float> reduce_candidates(std::span<const float> points, std::span<const std::int64_t> weights,
                                     std::size_t d, const Fit& fit, std::uint64_t seed) {
  const std::size_t n = weights.size();
  std::vector<double> nearest(n, 1.0);  // the first draw goes by weight alone
  std::vector<float> chosen;
  for (std::uint64_t step = 0; step < static_cast<std::uint64_t>(fit.k); ++step) {
    std::vector<double> running(n);
    double total = 0;
    for (std::size_t i = 0; i < n; ++i) running[i] = total += nearest[i] * static_cast<double>(weights[i]);
    if (total == 0) return {};
    double best_total = -1;
    std::size_t best = 0;
    const int trials = step == 0 ? 1 : greedy_trials(fit.k);
    for (int trial = 0; trial < trials; ++trial) {
      const double target = total * random_unit(seed, Purpose::kSeeding, round_address(fit, 1000 + step),
                                                static_cast<std::uint32_t>(trial));
      auto found = std::upper_bound(running.begin(), running.end(), target);
      if (found == running.end()) found = std::lower_bound(running.begin(), running.end(), total);
      const auto candidate = static_cast<std::size_t>(found - running.begin());
      double after = 0;
      for (std::size_t i = 0; i < n; ++i) {
        const double there = squared_distance(&points[i * d], &points[candidate * d], d);
        after += static_cast<double>(weights[i]) * (step == 0 ? there : std::min(nearest[i], there));
      }
      if (best_total < 0 || after < best_total) {
        best_total = after;
        best = candidate;
      }
    }
    for (std::size_t i = 0; i < n; ++i) {
      const double there = squared_distance(&points[i * d], &points[best * d], d);
      nearest[i] = step == 0 ? there : std::min(nearest[i], there);
    }
    chosen.insert(chosen.end(), points.begin() + static_cast<std::ptrdiff_t>(best * d),
                  points.begin() + static_cast<std::ptrdiff_t>((best + 1) * d));
  }
  return chosen;
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
      const std::vector<RowIndex> more = take_round(comm, rows, *fit, nearest, seed, round);
      const std::vector<float> more_points = features::fetch_rows(comm, rows, more);
      for (std::size_t p = 0; p < more.size(); ++p) nearest.add_point(&more_points[p * d]);
      taken.insert(taken.end(), more.begin(), more.end());
      points.insert(points.end(), more_points.begin(), more_points.end());
      border.cross(comm);
    }
    // Nearest of up to kMaxClusters candidates: the same kernel as a Lloyd pass.
    const std::size_t usable = std::min<std::size_t>(taken.size(), kMaxClusters);
    const std::span<const float> candidates(points.data(), usable * d);
    RowLabels owner(rows.blocks, usable);
    owner.assign(rows.blocks, CentroidTable(candidates, d), grid);
    std::vector<std::int64_t> weights = owner.totals().count;
    comm.sum(std::span<std::int64_t>(weights));
    fit->centroids = reduce_candidates(candidates, weights, d, *fit, seed);
    if (fit->centroids.empty()) fit->give_up();
    border.cross(comm);
  }
}

}  // namespace chorus::kmeans
