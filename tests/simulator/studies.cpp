#include "chorus/core/error.hpp"
#include "chorus/features/row_sample.hpp"
#include "chorus/kmeans/lloyd.hpp"
#include "chorus/kmeans/seeding.hpp"
#include "chorus/quality/silhouette.hpp"
#include "study.hpp"

#include <fmt/format.h>
#include <mpi.h>

#include <algorithm>
#include <cstdio>

namespace chorus::simulator {
namespace {

struct Cost {
  double seconds = 0;
  comm::Traffic traffic;
};

/// What a step took, from a barrier to the last rank's end, and what rank 0 communicated in it.
template <class Step>
Cost cost_of(const comm::Communicator& comm, const Step& step) {
  comm.barrier();
  const comm::Traffic before = comm.traffic();
  const double start = MPI_Wtime();
  step();
  Cost cost;
  const double took = MPI_Wtime() - start;
  cost.traffic.bytes = comm.traffic().bytes - before.bytes;
  cost.traffic.calls = comm.traffic().calls - before.calls;
  cost.seconds = comm.max_of(took);
  return cost;
}

RowIndex real_rows(const comm::Communicator& comm, const Settings& settings) {
  return static_cast<RowIndex>(settings.number("rows")) * comm.size();
}

}  // namespace

void study_lloyd(const comm::Communicator& comm, const Settings& settings) {
  const Songs songs = make_songs(comm, real_rows(comm, settings));
  const double charged = settings.number("songs");
  const std::vector<int> ks = {static_cast<int>(settings.number("k"))};
  std::vector<kmeans::Fit> fits = kmeans::plan_sweep(ks, static_cast<int>(settings.number("restarts", 1)));
  std::vector<kmeans::Fit*> running;
  for (kmeans::Fit& fit : fits) running.push_back(&fit);
  kmeans::seed_random(comm, songs.rows, 0, running);
  Charges charges(Rates(settings), charged, fits);
  const Cost cost = cost_of(comm, [&] {
    kmeans::run_lloyd(comm, songs.rows, songs.grid, 0, static_cast<int>(settings.number("passes")), running,
                      [&] { charges.pass(); });
  });
  const double passes = charges.passes();
  if (!comm.is_root()) return;
  fmt::print(
      "{{\"study\": \"lloyd\", \"ranks\": {}, \"songs_per_rank\": {:.0f}, \"k\": {}, \"restarts\": {}, "
      "\"passes\": {}, "
      "\"seconds_per_pass\": {:.9f}, \"compute_per_pass\": {:.9f}, \"bytes_per_pass\": {:.0f}, "
      "\"calls_per_pass\": {:.2f}}}\n",
      comm.size(), charged, ks[0], fits.size(), charges.passes(), cost.seconds / passes,
      charges.seconds() / passes, static_cast<double>(cost.traffic.bytes) / passes,
      static_cast<double>(cost.traffic.calls) / passes);
}

void study_sweep(const comm::Communicator& comm, const Settings& settings) {
  const Songs songs = make_songs(comm, real_rows(comm, settings));
  const double charged = settings.number("songs");
  const std::vector<int> ks = {2, 3, 4, 5, 6, 7, 8, 9, 10};
  kmeans::FitOptions options;
  options.restarts = static_cast<int>(settings.number("restarts", 10));
  std::vector<kmeans::Fit> fits = kmeans::plan_sweep(ks, options.restarts);
  const Rates rates(settings);
  Charges charges(rates, charged, fits);
  kmeans::SweepObserver observer;
  observer.after_seeds = [&] { charges.seed(); };
  observer.after_pass = [&] { charges.pass(); };
  const Cost fitting =
      cost_of(comm, [&] { kmeans::run_sweep(comm, songs.rows, songs.grid, options, fits, observer); });
  const double fit_compute = charges.seconds();

  std::vector<kmeans::FinalFit> finals;
  std::vector<pairs::Labelling> labellings;
  std::vector<std::vector<std::int64_t>> sizes;
  finals.reserve(ks.size());
  for (const int k : ks) {
    finals.push_back(kmeans::finish_fit(comm, songs.rows, songs.grid, kmeans::best_fit(fits, k)));
    const kmeans::FinalFit& fit = finals.back();
    labellings.push_back({static_cast<std::size_t>(k), [&fit](RowIndex i) { return fit.labels[i]; }});
    sizes.push_back(fit.totals.count);
  }
  quality::SilhouetteOptions silhouettes;
  silhouettes.mode = quality::SilhouetteOptions::Mode::kSample;
  silhouettes.sample = quality::kAutoSample;
  const Cost judging = cost_of(comm, [&] {
    charges.silhouette(static_cast<double>(silhouettes.sample));
    static_cast<void>(quality::measure_silhouettes(
        comm, songs.rows, labellings, sizes, pairs::DistanceUnits(songs.grid.distance_bound), silhouettes));
  });
  if (!comm.is_root()) return;
  fmt::print(
      "{{\"study\": \"sweep\", \"ranks\": {}, \"songs_per_rank\": {:.0f}, \"fits\": {}, \"passes\": {}, "
      "\"fit_seconds\": {:.6f}, \"fit_compute\": {:.6f}, \"fit_bytes\": {}, \"fit_calls\": {}, "
      "\"silhouette_seconds\": {:.6f}, \"silhouette_compute\": {:.6f}, \"silhouette_bytes\": {}, "
      "\"silhouette_calls\": {}}}\n",
      comm.size(), charged, fits.size(), charges.passes(), fitting.seconds, fit_compute,
      fitting.traffic.bytes, fitting.traffic.calls, judging.seconds, charges.seconds() - fit_compute,
      judging.traffic.bytes, judging.traffic.calls);
}

void measure_rates(const comm::Communicator& comm) {
  if (comm.size() != 1)
    throw Error(Exit::kInput, describe("rates are those of one rank", "mpirun -n", "use 1"));
  constexpr RowIndex kRows = 500000;
  constexpr int kRepeats = 5;
  const Songs songs = make_songs(comm, kRows);
  const auto n = static_cast<double>(kRows);
  // The fastest repeat is the one that nothing else on the machine disturbed.
  const auto nanoseconds = [&](const auto& step) {
    double fastest = 1e300;
    for (int i = 0; i < kRepeats; ++i) fastest = std::min(fastest, step());
    return fastest * 1e9 / n;
  };
  const auto pass = [&](int k) {
    return nanoseconds([&] {
      std::vector<int> ks = {k};
      std::vector<kmeans::Fit> fits = kmeans::plan_sweep(ks, 1);
      std::vector<kmeans::Fit*> running = {&fits[0]};
      kmeans::seed_random(comm, songs.rows, 0, running);
      const Cost cost =
          cost_of(comm, [&] { kmeans::run_lloyd(comm, songs.rows, songs.grid, 0, 20, running, {}); });
      return cost.seconds / fits[0].iterations;
    });
  };
  const double at_2 = pass(2);
  const double at_10 = pass(10);
  const double seed = nanoseconds([&] {
    std::vector<int> ks = {8};
    std::vector<kmeans::Fit> fits = kmeans::plan_sweep(ks, 1);
    std::vector<kmeans::Fit*> running = {&fits[0]};
    const Cost cost =
        cost_of(comm, [&] { kmeans::seed_plus_plus(comm, songs.rows, songs.grid, 0, running); });
    return cost.seconds / (7 * kmeans::greedy_trials(8));
  });
  std::vector<pairs::Labelling> labellings;
  std::vector<std::vector<std::int64_t>> sizes;
  for (int k = 2; k <= 10; ++k) {
    labellings.push_back(
        {static_cast<std::size_t>(k), [k](RowIndex i) { return static_cast<std::size_t>(i % k); }});
    sizes.emplace_back(static_cast<std::size_t>(k), kRows / k);
  }
  quality::SilhouetteOptions sample;
  sample.mode = quality::SilhouetteOptions::Mode::kSample;
  sample.sample = 256;
  const double pair = nanoseconds([&] {
    const Cost cost = cost_of(comm, [&] {
      static_cast<void>(quality::measure_silhouettes(
          comm, songs.rows, labellings, sizes, pairs::DistanceUnits(songs.grid.distance_bound), sample));
    });
    return cost.seconds / static_cast<double>(sample.sample);
  });
  const double per_cluster = (at_10 - at_2) / 8;
  fmt::print("pass={:.3f} pass_per_cluster={:.4f} seed={:.3f} pair={:.4f}\n", at_2 - 2 * per_cluster,
             per_cluster, seed, pair);
}

}  // namespace chorus::simulator
