#include "chorus/core/random.hpp"
#include "chorus/kmeans/seeding.hpp"
#include "chorus/kmeans/weighted_draw.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace chorus::kmeans {
namespace {

/// A fit's draws have addresses of their own: (k, restart, step).
std::uint64_t step_address(const Fit& fit, std::size_t step) {
  return static_cast<std::uint64_t>(fit.k) << 44U | static_cast<std::uint64_t>(fit.restart) << 20U | step;
}

/// Coordinates of drawn rows, of which each is owned by one rank, gathered by adding multiples of the step:
/// every other rank adds zeros.
class DrawnRows {
 public:
  DrawnRows(const features::RowBlocks& rows, const GridTotals& grid, std::size_t number)
      : rows_(rows), grid_(grid), multiples_(number * rows.width(), 0) {}
  /// Local. This rank owns the draw: it is its row `row`.
  void own(std::size_t draw, RowIndex row) {
    for (std::size_t j = 0; j < rows_.width(); ++j) {
      multiples_[draw * rows_.width() + j] =
          static_cast<std::int64_t>(static_cast<double>(rows_.at(row, j)) * grid_.inverse_step[j]);
    }
  }
  /// Collective. draws x d coordinates.
  std::vector<float> gather(const comm::Communicator& comm) {
    comm.sum(std::span<std::int64_t>(multiples_));
    std::vector<float> points(multiples_.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      points[i] = static_cast<float>(static_cast<double>(multiples_[i]) * grid_.step[i % rows_.width()]);
    }
    return points;
  }

 private:
  const features::RowBlocks& rows_;
  const GridTotals& grid_;
  std::vector<std::int64_t> multiples_;
};

/// Step 0: one row each, all equally likely.
std::vector<float> draw_first(const comm::Communicator& comm, const features::ScaledRows& rows,
                              const GridTotals& grid, std::uint64_t seed, std::span<Fit*> fits) {
  const std::array<Int128, 1> mine = {rows.blocks.rows()};
  const Int128 below = comm.scan(mine).below[0];
  DrawnRows drawn(rows.blocks, grid, fits.size());
  for (std::size_t f = 0; f < fits.size(); ++f) {
    const Int128 target = random_below(rows.total, seed, Purpose::kSeeding, step_address(*fits[f], 0));
    if (target >= below && target < below + rows.blocks.rows())
      drawn.own(f, static_cast<RowIndex>(target - below));
  }
  return drawn.gather(comm);
}

/// Where this rank's weights begin among those of all ranks, and how much all weigh.
struct WeightShare {
  Int128 below = 0;
  Int128 total = 0;
};

std::vector<WeightShare> share_weights(const comm::Communicator& comm,
                                       std::span<const NearestDistances> nearest) {
  std::vector<Int128> mine;
  for (const NearestDistances& distances : nearest) mine.push_back(distances.total());
  const comm::Communicator::Scan scan = comm.scan(mine);
  std::vector<WeightShare> shares;
  for (std::size_t f = 0; f < mine.size(); ++f) shares.push_back({scan.below[f], scan.total[f]});
  return shares;
}

}  // namespace

void seed_plus_plus(const comm::Communicator& comm, const features::ScaledRows& rows, const GridTotals& grid,
                    std::uint64_t seed, std::span<Fit*> fits, const comm::Border& border) {
  const std::size_t d = rows.blocks.width();
  const WeightScale scale(grid.distance_bound);
  std::vector<NearestDistances> nearest;
  nearest.reserve(fits.size());
  const std::vector<float> first = draw_first(comm, rows, grid, seed, fits);
  std::size_t steps = 0;
  for (std::size_t f = 0; f < fits.size(); ++f) {
    nearest.emplace_back(rows.blocks, scale);
    fits[f]->centroids.assign(first.begin() + static_cast<std::ptrdiff_t>(f * d),
                              first.begin() + static_cast<std::ptrdiff_t>((f + 1) * d));
    if (fits[f]->k > 1) nearest[f].add_point(fits[f]->centroids.data());
    steps = std::max(steps, static_cast<std::size_t>(fits[f]->k));
  }
  // Two collectives a step: what the taken candidate would leave is what its step leaves, so the scan that
  // chooses it also says where the next draws fall.
  std::vector<WeightShare> shares = share_weights(comm, nearest);
  for (std::size_t step = 1; step < steps; ++step) {
    std::vector<std::size_t> active;
    for (std::size_t f = 0; f < fits.size(); ++f) {
      if (static_cast<std::size_t>(fits[f]->k) <= step || fits[f]->stop != Stop::kRunning) continue;
      if (shares[f].total == 0) {  // every row lies on a point that was drawn
        fits[f]->give_up();
      } else {
        active.push_back(f);
      }
    }
    if (active.empty()) break;
    // Candidates: the ranks that own them say where they are.
    std::size_t draws = 0;
    for (const std::size_t f : active) draws += static_cast<std::size_t>(greedy_trials(fits[f]->k));
    DrawnRows drawn(rows.blocks, grid, draws);
    std::size_t draw = 0;
    for (const std::size_t f : active) {
      const Fit& fit = *fits[f];
      const WeightShare& share = shares[f];
      const NearestDistances& mine = nearest[f];
      for (int trial = 0; trial < greedy_trials(fit.k); ++trial, ++draw) {
        const Int128 target = random_below(share.total, seed, Purpose::kSeeding, step_address(fit, step),
                                           static_cast<std::uint32_t>(trial)) -
                              share.below;
        if (target >= 0 && target < mine.total()) drawn.own(draw, mine.find(target));
      }
    }
    const std::vector<float> points = drawn.gather(comm);

    // The candidate that leaves the smallest sum of distances is taken, the first on a tie.
    std::vector<Int128> potentials;
    draw = 0;
    for (const std::size_t f : active) {
      const auto trials = static_cast<std::size_t>(greedy_trials(fits[f]->k));
      const auto sums = nearest[f].weigh(std::span<const float>(points).subspan(draw * d, trials * d));
      potentials.insert(potentials.end(), sums.begin(), sums.end());
      draw += trials;
    }
    const comm::Requests asked_here = border.asked();
    potentials.insert(potentials.end(), asked_here.begin(), asked_here.end());
    const comm::Communicator::Scan scan = comm.scan(potentials);
    draw = 0;
    for (const std::size_t f : active) {
      const auto trials = static_cast<std::ptrdiff_t>(greedy_trials(fits[f]->k));
      const auto begin = scan.total.begin() + static_cast<std::ptrdiff_t>(draw);
      const auto best = draw + static_cast<std::size_t>(std::min_element(begin, begin + trials) - begin);
      const float* point = points.data() + best * d;
      fits[f]->centroids.insert(fits[f]->centroids.end(), point, point + d);
      if (static_cast<std::size_t>(fits[f]->k) > step + 1) nearest[f].add_point(point);
      assert(static_cast<std::size_t>(fits[f]->k) == step + 1 || nearest[f].total() == potentials[best]);
      shares[f] = {scan.below[best], scan.total[best]};
      draw += static_cast<std::size_t>(trials);
    }
    comm::Requests asked{};
    std::transform(scan.total.end() - std::ssize(asked), scan.total.end(), asked.begin(),
                   [](Int128 ranks) { return static_cast<std::int64_t>(ranks); });
    border.met(asked);
  }
}

}  // namespace chorus::kmeans
