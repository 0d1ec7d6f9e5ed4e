#include "chorus/core/error.hpp"
#include "cluster_steps.hpp"
#include "given_centroids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chorus::jobs {

std::vector<kmeans::Fit> fit_all(const Job& job, const Songs& songs) {
  const auto& [comm, options, clock, console] = job;
  const kmeans::FitOptions fit_options = options.fit();
  const std::vector<int> ks = options.ks();
  if (ks.back() > songs.rows.total) {
    throw AgreedError(Exit::kCannotCluster,
                      describe("more clusters than rows",
                               fmt::format("k = {}, but {} rows can be used", ks.back(), songs.rows.total),
                               "use a smaller -k"));
  }
  std::vector<kmeans::Fit> fits = kmeans::plan_sweep(ks, fit_options.restarts);
  if (fit_options.seeding == kmeans::Seeding::kGiven) {
    fits.front().centroids =
        read_centroids(comm, options, songs.file.info().features, songs.scaler, ks.front());
  }
  kmeans::SweepObserver observer;
  observer.seeding = [&] { clock.enter("seed"); };
  observer.lloyd = [&] { clock.enter("lloyd"); };
  int passes = 0;
  observer.after_pass = [&] {
    const auto done = std::count_if(
        fits.begin(), fits.end(), [](const kmeans::Fit& fit) { return fit.stop != kmeans::Stop::kRunning; });
    console.progress(fmt::format("lloyd       pass {}, {} of {} fits done", ++passes, done, fits.size()));
  };
  kmeans::run_sweep(comm, songs.rows, songs.grid, fit_options, fits, observer);
  for (const kmeans::Fit& fit : fits) {
    if (fit.refilled > 0) {
      console.say(fmt::format("  k={} restart {}: {} empty clusters were refilled by the farthest songs",
                              fit.k, fit.restart, fit.refilled));
    }
  }
  return fits;
}

}  // namespace chorus::jobs
