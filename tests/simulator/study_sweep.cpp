#include "chorus/kmeans/sweep.hpp"
#include "chorus/quality/dispersion.hpp"
#include "chorus/quality/silhouette.hpp"
#include "study.hpp"

#include <fmt/format.h>
#include <mpi.h>

#include <array>
#include <cstdio>
#include <numeric>

namespace chorus::simulator {
namespace {

constexpr std::array<int, 9> kKs = {2, 3, 4, 5, 6, 7, 8, 9, 10};

void judge(const comm::Communicator& comm, const Songs& songs, std::span<const kmeans::Fit> fits,
           Charges& charges) {
  std::vector<kmeans::FinalFit> finals;
  std::vector<pairs::Labelling> labellings;
  std::vector<std::vector<std::int64_t>> sizes;
  finals.reserve(kKs.size());
  for (const int k : kKs) {
    charges.finish(k);
    finals.push_back(kmeans::finish_fit(comm, songs.rows, songs.grid, kmeans::best_fit(fits, k)));
    const kmeans::FinalFit& fit = finals.back();
    labellings.push_back({static_cast<std::size_t>(k), [&fit](RowIndex i) { return fit.labels[i]; }});
    sizes.push_back(fit.totals.count);
  }
  quality::SilhouetteOptions options;
  options.mode = quality::SilhouetteOptions::Mode::kSample;
  options.sample = quality::kAutoSample;
  charges.silhouette(static_cast<double>(options.sample), std::accumulate(kKs.begin(), kKs.end(), 0));
  static_cast<void>(quality::measure_silhouettes(comm, songs.rows, labellings, sizes,
                                                 pairs::DistanceUnits(songs.grid.distance_bound), options));
  for (std::size_t f = 0; f < finals.size(); ++f) {
    static_cast<void>(quality::measure_scatter(comm, songs.rows, labellings[f], finals[f].centroids,
                                               finals[f].centroids, sizes[f], songs.grid.distance_bound));
  }
}

}  // namespace

void study_sweep(const comm::Communicator& comm, const Songs& songs, const Rates& rates, const Point& point,
                 int restarts) {
  std::vector<kmeans::Fit> fits = kmeans::plan_sweep(kKs, restarts);
  kmeans::FitOptions options;
  options.restarts = restarts;
  Charges charges(rates, point.rows, songs.rows.blocks.width(), fits);
  double seeded = 0;
  double seeding_work = 0;
  kmeans::SweepObserver observer;
  observer.after_seeds.meet = [&](const comm::Requests&) { charges.seed(); };
  observer.lloyd = [&] {
    seeded = MPI_Wtime();
    seeding_work = charges.seconds();
  };
  observer.after_pass.meet = [&](const comm::Requests&) { charges.pass(); };
  const double begin = MPI_Wtime();
  const Cost fitting =
      cost_of(comm, [&] { kmeans::run_sweep(comm, songs.rows, songs.grid, options, fits, observer); });
  const double seeding = comm.max_of(seeded - begin);
  const double fit_work = charges.seconds();
  const Cost judging = cost_of(comm, [&] { judge(comm, songs, fits, charges); });
  if (!comm.is_root()) return;
  fmt::print(
      "{{\"study\": \"sweep\", \"curve\": \"{}\", \"ranks\": {}, \"rows\": {:.0f}, \"fits\": {}, "
      "\"passes\": {}, \"seconds\": {:.6f}, \"compute\": {:.6f}, \"seeding\": {:.6f}, "
      "\"seeding_compute\": {:.6f}, \"fitting\": {:.6f}, \"fitting_compute\": {:.6f}, \"judging\": {:.6f}, "
      "\"judging_compute\": {:.6f}, \"bytes\": {}, \"calls\": {}}}\n",
      point.curve, comm.size(), point.rows, fits.size(), charges.passes(), fitting.seconds + judging.seconds,
      charges.seconds(), seeding, seeding_work, fitting.seconds, fit_work, judging.seconds,
      charges.seconds() - fit_work, fitting.traffic.bytes + judging.traffic.bytes,
      fitting.traffic.calls + judging.traffic.calls);
  std::fflush(stdout);  // a line a study, so that a simulation that is cut short leaves what it has
}

}  // namespace chorus::simulator
