#include "chorus/pipeline/fits.hpp"

#include "chorus/core/error.hpp"

#include <fmt/format.h>

#include <vector>

namespace chorus::pipeline {

std::vector<kmeans::Fit> plan_fits(const Settings& settings, RowIndex rows) {
  std::vector<int> ks = settings.ks;
  if (ks.front() > rows) {
    throw AgreedError(
        Exit::kCannotCluster,
        describe("more clusters than rows", fmt::format("k = {}, but {} rows can be used", ks.front(), rows),
                 "use a smaller -k"));
  }
  std::erase_if(ks, [&](int k) { return k > rows; });
  return kmeans::plan_sweep(ks, settings.fit.restarts);
}

void run_fits(const comm::Communicator& comm, const PreparedRows& prepared, const Settings& settings,
              std::span<kmeans::Fit> fits, const Observer& observer) {
  kmeans::SweepObserver sweep;
  sweep.seeding = [&] { observer.enter("seed"); };
  sweep.after_seeds = observer.after_seeds;
  sweep.lloyd = [&] { observer.enter("lloyd"); };
  sweep.after_pass = observer.after_pass;
  kmeans::run_sweep(comm, prepared.rows, prepared.grid, settings.fit, fits, sweep);
}

}  // namespace chorus::pipeline
