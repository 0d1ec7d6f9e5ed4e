#include "chorus/kmeans/sweep.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/error.hpp"
#include "chorus/kmeans/budgets.hpp"
#include "chorus/kmeans/lloyd.hpp"
#include "chorus/kmeans/row_labels.hpp"
#include "chorus/kmeans/seeding.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <numeric>
#include <utility>

namespace chorus::kmeans {
namespace {

/// Clusters in the order in which they will be numbered.
std::vector<std::size_t> order_of(std::span<const std::int64_t> counts, std::span<const float> centroids) {
  const std::size_t d = centroids.size() / counts.size();
  std::vector<std::size_t> order(counts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (counts[a] != counts[b]) return counts[a] > counts[b];
    const auto ca = centroids.subspan(a * d, d);
    const auto cb = centroids.subspan(b * d, d);
    if (!std::equal(ca.begin(), ca.end(), cb.begin()))
      return std::lexicographical_compare(ca.begin(), ca.end(), cb.begin(), cb.end());
    return a < b;
  });
  return order;
}

}  // namespace

std::vector<Fit> plan_sweep(std::span<const int> ks, int restarts) {
  std::vector<Fit> fits;
  for (const int k : ks) {
    for (int restart = 0; restart < restarts; ++restart) {
      Fit fit;
      fit.k = k;
      fit.restart = restart;
      fits.push_back(std::move(fit));
    }
  }
  return fits;
}

double absolute_tolerance(const FitOptions& options, const GridTotals& grid) {
  const double variance = total_sum_of_squares(grid) / static_cast<double>(grid.rows);
  return options.tolerance * variance / static_cast<double>(grid.step.size());
}

void run_sweep(const comm::Communicator& comm, const features::ScaledRows& rows, const GridTotals& grid,
               const FitOptions& options, std::span<Fit> fits, const SweepObserver& observer) {
  drop_beaten(fits);
  const double tolerance = absolute_tolerance(options, grid);
  const auto most_rows = static_cast<std::size_t>(comm.max_of<std::int64_t>(rows.blocks.rows()));
  const std::size_t allowed = budget(kFitBytesPerRow, most_rows);
  std::vector<Fit*> waiting;
  for (Fit& fit : fits) {
    if (fit.stop == Stop::kRunning) waiting.push_back(&fit);
  }
  for (auto first = waiting.begin(); first != waiting.end();) {
    std::size_t bytes = 0;
    auto last = first;
    while (last != waiting.end()) {
      const auto k = static_cast<std::size_t>((*last)->k);
      bytes += features::ClusterLabels::bytes_per_row(k) * most_rows + fit_bytes(k, rows.blocks.width());
      if (bytes > allowed && last != first) break;
      ++last;
    }
    const std::span<Fit*> group(first, last);
    std::vector<Fit*> unseeded;
    std::copy_if(group.begin(), group.end(), std::back_inserter(unseeded),
                 [](const Fit* fit) { return fit->centroids.empty(); });
    if (observer.seeding) observer.seeding();
    if (!unseeded.empty()) seed_fits(comm, rows, grid, options, unseeded, observer.after_seeds);
    if (observer.lloyd) observer.lloyd();
    if (options.max_iterations > 0) {
      run_lloyd(comm, rows, grid, tolerance, options.max_iterations, group, observer.after_pass);
    }
    drop_beaten(fits);
    first = last;
  }
}

std::size_t fit_bytes(std::size_t k, std::size_t width) {
  // A fit's totals as they are counted, sent and received, and its centroids: before, now, and as the kernel
  // reads them.
  constexpr std::size_t kTotals = 3;
  constexpr std::size_t kCentroids = 4;
  return RowMover::bytes(k, width) +
         k * (width + 1) * (kTotals * sizeof(std::int64_t) + kCentroids * sizeof(float));
}

void drop_beaten(std::span<Fit> fits) {
  const auto drop = [](Fit& fit) {
    fit.labelled_by = {};
    fit.centroids = {};
    fit.counts = {};
  };
  std::map<int, Fit*> best;  // by k
  for (Fit& fit : fits) {
    if (fit.stop == Stop::kRunning || fit.centroids.empty()) continue;
    Fit*& kept = best[fit.k];
    if (kept == nullptr) {
      kept = &fit;
    } else if (fit.inertia < kept->inertia) {
      drop(*std::exchange(kept, &fit));
    } else {
      drop(fit);
    }
  }
}

std::vector<int> feasible_ks(std::span<const Fit> fits) {
  std::vector<int> ks;
  for (const Fit& fit : fits) {
    if (fit.stop == Stop::kTooFewRows) {
      if (!ks.empty() && ks.back() == fit.k) ks.pop_back();
      break;
    }
    if (ks.empty() || ks.back() != fit.k) ks.push_back(fit.k);
  }
  if (ks.empty()) {
    throw AgreedError(Exit::kCannotCluster, describe("more clusters than distinct rows",
                                                     "k = " + std::to_string(fits.front().k) +
                                                         ", but fewer distinct rows were found",
                                                     "use a smaller -k"));
  }
  return ks;
}

const Fit& best_fit(std::span<const Fit> fits, int k) {
  const Fit* best = nullptr;
  for (const Fit& fit : fits) {
    if (fit.k == k && (best == nullptr || fit.inertia < best->inertia)) best = &fit;
  }
  assert(best != nullptr);
  return *best;
}

FinalFit finish_fit(const comm::Communicator& comm, const features::ScaledRows& rows, const GridTotals& grid,
                    const Fit& fit) {
  const std::size_t d = rows.blocks.width();
  const auto k = static_cast<std::size_t>(fit.k);
  FinalFit result;
  std::vector<float>& centroids = result.clustering.centroids;
  std::vector<std::int64_t>& sizes = result.clustering.sizes;
  result.restart = fit.restart;
  result.iterations = fit.iterations;
  result.stop = fit.stop;
  const auto assign = [&] {
    RowLabels labels = comm::agree_on(comm, [&] {
      RowLabels made(rows.blocks, k);
      made.assign(rows.blocks, CentroidTable(centroids, d), grid);
      return made;
    });
    const ClusterTotals here = labels.totals();
    result.clustering.labels = labels.release();
    std::vector<std::int64_t> joined = here.sum;
    joined.insert(joined.end(), here.count.begin(), here.count.end());
    comm.sum(std::span<std::int64_t>(joined));
    const auto counts = joined.begin() + static_cast<std::ptrdiff_t>(k * d);
    result.sums.assign(joined.begin(), counts);
    sizes.assign(counts, joined.end());
  };
  const auto number = [&](const std::vector<std::size_t>& order) {
    std::vector<float> ordered;
    for (const std::size_t c : order) {
      const auto first = centroids.begin() + static_cast<std::ptrdiff_t>(c * d);
      ordered.insert(ordered.end(), first, first + static_cast<std::ptrdiff_t>(d));
    }
    centroids = std::move(ordered);
  };
  centroids = fit.centroids;
  // The sizes before the centroids' last move are mostly in the order of those after it: labels are then made
  // once.
  if (!fit.counts.empty()) number(order_of(fit.counts, centroids));
  assign();
  // Numbered anew, rows at equal distances may go to another of their clusters: the larger one, so that this
  // ends; it is bounded all the same.
  constexpr int kMostTurns = 16;
  for (int turn = 0; turn < kMostTurns; ++turn) {
    const std::vector<std::size_t> order = order_of(sizes, centroids);
    if (std::is_sorted(order.begin(), order.end())) break;
    number(order);
    assign();
  }
  return result;
}

}  // namespace chorus::kmeans
