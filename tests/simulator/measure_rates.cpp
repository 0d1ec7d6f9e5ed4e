#include "charges.hpp"
#include "chorus/core/error.hpp"
#include "chorus/features/row_sample.hpp"
#include "chorus/kmeans/lloyd.hpp"
#include "chorus/kmeans/seeding.hpp"
#include "chorus/kmeans/sweep.hpp"
#include "chorus/quality/dispersion.hpp"
#include "chorus/quality/silhouette.hpp"
#include "songs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <functional>

namespace chorus::simulator {
namespace {

constexpr RowIndex kRows = 1000000;
constexpr int kRepeats = 5;

/// Nanoseconds of this thread's processor time: what others run on the machine is not counted.
double processor_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// Nanoseconds of the fastest run: the one that shared caches and memory the least.
double fastest(const std::function<void()>& step) {
  double best = 1e300;
  for (int i = 0; i < kRepeats; ++i) {
    const double begin = processor_time();
    step();
    best = std::min(best, processor_time() - begin);
  }
  return best;
}

struct PassTimes {
  double first = 1e300;
  double later = 1e300;
};

/// Passes of `restarts` fits with k clusters.
PassTimes time_passes(const comm::Communicator& comm, const Songs& songs, int k, int restarts) {
  PassTimes times;
  for (int i = 0; i < 2; ++i) {
    const std::array<int, 1> ks = {k};
    std::vector<kmeans::Fit> fits = kmeans::plan_sweep(ks, restarts);
    std::vector<kmeans::Fit*> running;
    for (kmeans::Fit& fit : fits) running.push_back(&fit);
    kmeans::seed_random(comm, songs.rows, 0, running);
    std::vector<double> ends = {processor_time()};
    kmeans::run_lloyd(comm, songs.rows, songs.grid, 0, 20, running,
                      {{}, [&](const comm::Requests&) {
                         const bool all = std::all_of(fits.begin(), fits.end(), [&](const kmeans::Fit& fit) {
                           return fit.iterations + 1 > std::ssize(ends);
                         });
                         if (all) ends.push_back(processor_time());
                       }});
    times.first = std::min(times.first, ends[1] - ends[0]);
    // The median of the later passes, which move ever fewer rows.
    std::vector<double> later;
    for (std::size_t p = 2; p < ends.size(); ++p) later.push_back(ends[p] - ends[p - 1]);
    const auto middle = later.begin() + std::ssize(later) / 2;
    std::nth_element(later.begin(), middle, later.end());
    times.later = std::min(times.later, *middle);
  }
  return times;
}

std::vector<features::Clustering> cluster_nine_ways(const comm::Communicator& comm, const Songs& songs) {
  std::vector<features::Clustering> many;
  for (std::size_t k = 2; k <= 10; ++k) {
    many.push_back(features::make_clustering(
        comm, songs.rows, k, [k](RowIndex i) { return static_cast<std::size_t>(i) * 7919 % k; }));
  }
  return many;
}

}  // namespace

void measure_rates(const comm::Communicator& comm) {
  if (comm.size() != 1)
    throw Error(Exit::kInput, describe("rates are those of one rank", "mpirun -n", "use 1"));
  const Songs songs = make_songs(comm, kRows);
  const auto n = static_cast<double>(kRows);
  const std::size_t d = songs.rows.blocks.width();
  double move = 0;
  for (const int k : {2, 8, 10, 64}) {
    const PassTimes times = time_passes(comm, songs, k, 1);
    if (k == 8) move = (times.first - times.later) / n;
    fmt::print("pass{}={:.3f} ", k, times.later / n);
  }
  for (const int k : {2, 10}) {
    constexpr int kFits = 8;
    fmt::print("shared{}={:.3f} ", k, time_passes(comm, songs, k, kFits).later / n / kFits);
  }
  const std::array<int, 1> eight = {8};
  const double seed = fastest([&] {
    std::vector<kmeans::Fit> fits = kmeans::plan_sweep(eight, 1);
    std::array<kmeans::Fit*, 1> running = {&fits[0]};
    kmeans::seed_plus_plus(comm, songs.rows, songs.grid, 0, running);
  });
  const double hash = fastest(
      [&] { static_cast<void>(features::sample_rows(comm, songs.rows, 1, 0, Purpose::kSilhouetteSample)); });

  const std::vector<features::Clustering> many = cluster_nine_ways(comm, songs);
  std::vector<const features::Clustering*> clusterings;
  for (const features::Clustering& each : many) clusterings.push_back(&each);
  quality::SilhouetteOptions options;
  options.mode = quality::SilhouetteOptions::Mode::kSample;
  options.sample = 256;
  const double pairs = fastest([&] {
    static_cast<void>(quality::measure_silhouettes(comm, songs.rows, clusterings,
                                                   pairs::DistanceUnits(songs.grid.distance_bound), options));
  });

  kmeans::ClusterTotals totals{std::vector<std::int64_t>(64 * d, 123456789),
                               std::vector<std::int64_t>(64, 15625)};
  std::vector<float> means(64 * d);
  double inertia = 0;
  const double conclude = fastest([&] {
    for (std::size_t c = 0; c < 64; ++c) {
      for (std::size_t j = 0; j < d; ++j) means[c * d + j] = kmeans::mean_of(totals, songs.grid, c, j);
    }
    inertia += kmeans::within_sum_of_squares(totals, songs.grid);
  });
  const double scatter = fastest([&] {
    static_cast<void>(
        quality::measure_scatter(comm, songs.rows, many.back(), means, songs.grid.distance_bound));
  });
  const std::vector<std::int64_t> sums(10, 987654321);
  double widths = 0;
  const double width = fastest([&] {
    for (std::size_t s = 0; s < 1000; ++s)
      widths += quality::silhouette_width(sums, many.sizes.back(), s % 10);
  });
  if (inertia + widths == 0) fmt::print("\n");  // both are used
  fmt::print("move={:.3f} seed={:.3f} hash={:.3f} pair={:.4f} scatter={:.3f} conclude={:.2f} width={:.2f}\n",
             move, seed / (7 * kmeans::greedy_trials(8)) / n, hash / n, (pairs - hash) / n / 256, scatter / n,
             conclude / (64 * static_cast<double>(d)), width / 10000);
}

}  // namespace chorus::simulator
