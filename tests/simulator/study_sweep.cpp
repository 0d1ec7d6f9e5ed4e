#include "chorus/pipeline/fits.hpp"
#include "chorus/pipeline/judgement.hpp"
#include "study.hpp"

#include <fmt/format.h>
#include <mpi.h>

#include <array>
#include <cstdio>
#include <numeric>

namespace chorus::simulator {
namespace {

constexpr std::array<int, 9> kKs = {2, 3, 4, 5, 6, 7, 8, 9, 10};

/// What a rank is charged for while the fits are judged.
pipeline::Observer charge_judging(Charges& charges, const quality::SilhouetteOptions& options) {
  pipeline::Observer observer;
  observer.finishing = [&](int k) { charges.finish(k); };
  observer.phase = [&](std::string_view phase) {
    if (phase == "silhouette")
      charges.silhouette(static_cast<double>(options.sample), std::accumulate(kKs.begin(), kKs.end(), 0));
  };
  return observer;
}

}  // namespace

void study_sweep(const comm::Communicator& comm, const Songs& songs, const Rates& rates, const Point& point,
                 int restarts) {
  pipeline::Settings settings;
  settings.ks.assign(kKs.begin(), kKs.end());
  settings.fit.restarts = restarts;
  settings.silhouette.mode = quality::SilhouetteOptions::Mode::kSample;
  settings.silhouette.sample = quality::kAutoSample;
  std::vector<kmeans::Fit> fits = kmeans::plan_sweep(settings.ks, restarts);
  Charges charges(rates, point.rows, songs.rows.blocks.width(), fits);
  double seeded = 0;
  double seeding_work = 0;
  pipeline::Observer observer;
  observer.after_seeds.meet = [&](const comm::Requests&) { charges.seed(); };
  observer.phase = [&](std::string_view phase) {
    if (phase != "lloyd") return;
    seeded = MPI_Wtime();
    seeding_work = charges.seconds();
  };
  observer.after_pass.meet = [&](const comm::Requests&) { charges.pass(); };
  const double begin = MPI_Wtime();
  const Cost fitting = cost_of(comm, [&] { pipeline::run_fits(comm, songs, settings, fits, observer); });
  const double seeding = comm.max_of(seeded - begin);
  const double fit_work = charges.seconds();
  const Cost judging = cost_of(comm, [&] {
    static_cast<void>(pipeline::judge_fits(comm, songs, fits, settings.silhouette,
                                           charge_judging(charges, settings.silhouette)));
  });
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
