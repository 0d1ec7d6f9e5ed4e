#include "chorus/kmeans/lloyd.hpp"

#include "chorus/comm/agree.hpp"

#include <algorithm>

namespace chorus::kmeans {
namespace {

/// What a pass reduces, for all running fits together: for each, k x d sums, k counts, rows moved; and, in
/// front, what the ranks ask for.
class PassTotals {
 public:
  explicit PassTotals(const comm::Requests& asked) : values_(asked.begin(), asked.end()) {}
  void append(const ClusterTotals& totals, std::int64_t moved) {
    values_.insert(values_.end(), totals.sum.begin(), totals.sum.end());
    values_.insert(values_.end(), totals.count.begin(), totals.count.end());
    values_.push_back(moved);
  }
  void reduce(const comm::Communicator& comm) { comm.sum(std::span<std::int64_t>(values_)); }
  [[nodiscard]] comm::Requests asked() const {
    comm::Requests all{};
    std::copy_n(values_.begin(), all.size(), all.begin());
    return all;
  }
  ClusterTotals next(std::size_t k, std::size_t d, std::int64_t& moved) {
    ClusterTotals totals;
    const auto take = [&](std::size_t count) {
      const auto from = values_.begin() + static_cast<std::ptrdiff_t>(at_);
      at_ += count;
      return std::vector<std::int64_t>(from, from + static_cast<std::ptrdiff_t>(count));
    };
    totals.sum = take(k * d);
    totals.count = take(k);
    moved = values_[at_++];
    return totals;
  }

 private:
  std::vector<std::int64_t> values_;
  std::size_t at_ = comm::kRequestKinds;
};

double squared_movement(std::span<const float> from, std::span<const float> to) {
  double sum = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const double e = static_cast<double>(to[i]) - static_cast<double>(from[i]);
    sum += e * e;
  }
  return sum;
}

/// A running fit and its labels.
struct Runner {
  Fit* fit;
  RowLabels labels;
};

/// Blocks that fits take turns at: with the labels of many fits they stay in a cache of half a megabyte.
constexpr std::size_t kSharedBlocks = 32;

/// One pass of all fits over this rank's rows, which come from memory once for all fits and not once for
/// each. Returns the rows that moved, by fit.
std::vector<std::int64_t> assign_all(const features::RowBlocks& rows, const GridTotals& grid,
                                     std::span<Runner> running) {
  std::vector<CentroidTable> centroids;
  for (const Runner& runner : running) centroids.emplace_back(runner.fit->centroids, rows.width());
  std::vector<std::int64_t> moved(running.size(), 0);
  std::size_t first = 0;
  do {  // once even without rows: a pass has then been made
    const std::size_t last = std::min(first + kSharedBlocks, rows.blocks());
    for (std::size_t i = 0; i < running.size(); ++i) {
      moved[i] += running[i].labels.assign_part(rows, first, last, centroids[i], grid,
                                                i == 0 ? RowsIn::kMemory : RowsIn::kCache);
    }
    first = last;
  } while (first < rows.blocks());
  return moved;
}

/// Decides from equal totals, on every rank alike, where the centroids go and whether the fit ends.
void conclude_pass(const comm::Communicator& comm, const features::ScaledRows& rows, const GridTotals& grid,
                   double tolerance, int max_iterations, const ClusterTotals& totals, std::int64_t moved,
                   Runner& runner) {
  Fit& fit = *runner.fit;
  const bool first = fit.labelled_by.empty();
  fit.labelled_by = fit.centroids;
  fit.counts = totals.count;
  ++fit.iterations;
  std::vector<float> next = means_of(totals, grid, fit.labelled_by);
  const bool empty = std::find(totals.count.begin(), totals.count.end(), 0) != totals.count.end();
  if (empty) {
    const int refilled = refill_empty(comm, rows, runner.labels, totals.count, fit.labelled_by, next);
    if (refilled == 0) return fit.give_up();
    fit.refilled += refilled;
  }
  const double inertia = within_sum_of_squares(totals, grid);
  const double movement = squared_movement(fit.labelled_by, next);
  // A pass that refilled does not end the fit, for the new centroids have no rows yet. Only if labels and
  // centroids both stay as they were, no pass changes anything any more.
  if (!first && moved == 0 && (!empty || movement == 0)) {
    fit.stop = Stop::kUnchanged;
  } else if (!empty && !(inertia < fit.inertia)) {
    fit.stop = Stop::kNoImprovement;
  } else if (!empty && movement <= tolerance) {
    fit.stop = Stop::kTolerance;
  } else if (fit.iterations >= max_iterations) {
    fit.stop = Stop::kIterations;
  }
  fit.inertia = inertia;
  fit.centroids = std::move(next);
}

}  // namespace

void run_lloyd(const comm::Communicator& comm, const features::ScaledRows& rows, const GridTotals& grid,
               double tolerance, int max_iterations, std::span<Fit*> fits, const comm::Border& border) {
  const std::size_t d = rows.blocks.width();
  std::vector<Runner> running = comm::agree_on(comm, [&] {
    std::vector<Runner> runners;
    for (Fit* fit : fits) {
      if (fit->stop != Stop::kRunning) continue;
      runners.push_back({fit, RowLabels(rows.blocks, static_cast<std::size_t>(fit->k))});
      if (!fit->labelled_by.empty()) {
        runners.back().labels.assign(rows.blocks, CentroidTable(fit->labelled_by, d), grid);
      }
    }
    return runners;
  });
  while (!running.empty()) {
    const std::vector<std::int64_t> moved_here = assign_all(rows.blocks, grid, running);
    PassTotals totals(border.asked());
    for (std::size_t i = 0; i < running.size(); ++i) totals.append(running[i].labels.totals(), moved_here[i]);
    totals.reduce(comm);
    for (Runner& runner : running) {
      std::int64_t moved = 0;
      const ClusterTotals all = totals.next(static_cast<std::size_t>(runner.fit->k), d, moved);
      conclude_pass(comm, rows, grid, tolerance, max_iterations, all, moved, runner);
    }
    std::erase_if(running, [](const Runner& runner) { return runner.fit->stop != Stop::kRunning; });
    border.met(totals.asked());
  }
}

}  // namespace chorus::kmeans
