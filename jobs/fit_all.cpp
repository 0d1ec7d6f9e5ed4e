#include "chorus/comm/agree.hpp"
#include "chorus/core/error.hpp"
#include "chorus/kmeans/sweep_state.hpp"
#include "chorus/pipeline/fits.hpp"
#include "cluster_steps.hpp"
#include "given_centroids.hpp"
#include "identity.hpp"
#include "large_buffers.hpp"
#include "resume.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace chorus::jobs {
namespace {

std::ptrdiff_t count_done(std::span<const kmeans::Fit> fits) {
  return std::count_if(fits.begin(), fits.end(),
                       [](const kmeans::Fit& fit) { return fit.stop != kmeans::Stop::kRunning; });
}

/// The fits of the checkpoint in the place of those planned.
std::vector<kmeans::Fit> take_up(const session::Checkpoint& checkpoint, const std::string& output,
                                 std::size_t width, std::span<const kmeans::Fit> planned) {
  const std::string where = fmt::format("{}/checkpoint, number {}", output, checkpoint.number);
  std::vector<kmeans::Fit> fits = kmeans::unpack_sweep(checkpoint.state, width, where);
  const bool same =
      std::equal(fits.begin(), fits.end(), planned.begin(), planned.end(),
                 [](const auto& a, const auto& b) { return a.k == b.k && a.restart == b.restart; });
  if (!same) {
    throw Error(Exit::kInput, describe("the checkpoint holds other fits than this run has", where,
                                       "use --overwrite instead of --resume to start afresh"));
  }
  return fits;
}

}  // namespace

std::vector<kmeans::Fit> fit_all(const Job& job, const Songs& songs,
                                 const std::optional<session::Checkpoint>& checkpoint) {
  const LargeBuffersGoBack large_buffers;
  const comm::Communicator& comm = job.comm;
  const ClusterOptions& options = job.options;
  session::PhaseClock& clock = job.clock;
  Console& console = job.console;
  session::Keeper& keeper = job.keeper;
  const std::size_t width = songs.prepared.rows.blocks.width();
  std::vector<kmeans::Fit> fits = pipeline::plan_fits(job.settings, songs.prepared.rows.total);
  if (job.settings.fit.seeding == kmeans::Seeding::kGiven) {
    fits.front().centroids =
        read_centroids(comm, options, songs.file.info().features, songs.prepared.scaler, fits.front().k);
  }
  const session::Identity identity = identity_of_fits(job, songs);
  keeper.know(identity);
  if (checkpoint) {
    require_same_run(checkpoint->identity, identity, kCheckpoint, options.output);
    fits = comm::agree_on(comm, [&] { return take_up(*checkpoint, options.output, width, fits); });
    console.say(fmt::format("  {} of {} fits were done", count_done(fits), fits.size()));
  }
  const auto ask = [&] { return keeper.ask(); };
  const auto meet = [&](const comm::Requests& asked) {
    keeper.meet(asked, [&] { return kmeans::pack_sweep(fits, width); });
  };
  pipeline::Observer observer;
  observer.phase = [&](std::string_view name) { clock.enter(name); };
  observer.after_seeds = {ask, meet};
  int passes = 0;
  observer.after_pass.ask = ask;
  observer.after_pass.meet = [&](const comm::Requests& asked) {
    console.progress(
        fmt::format("lloyd       pass {}, {} of {} fits done", ++passes, count_done(fits), fits.size()));
    meet(asked);
  };
  pipeline::run_fits(comm, songs.prepared, job.settings, fits, observer);
  for (const kmeans::Fit& fit : fits) {
    if (fit.refilled > 0 && fit.stop != kmeans::Stop::kTooFewRows) {
      console.say(fmt::format("  k={} restart {}: {} empty clusters were refilled by the farthest songs",
                              fit.k, fit.restart, fit.refilled));
    }
  }
  return fits;
}

}  // namespace chorus::jobs
