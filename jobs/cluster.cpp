#include "cluster.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/build_info.hpp"
#include "chorus/core/process.hpp"
#include "chorus/core/simd.hpp"
#include "chorus/model/fingerprint.hpp"
#include "chorus/model/summary_json.hpp"
#include "chorus/report/terminal_text.hpp"
#include "cluster_steps.hpp"
#include "dry_run.hpp"
#include "earlier_results.hpp"
#include "early_checks.hpp"
#include "identity.hpp"
#include "locked_folder.hpp"
#include "report_results.hpp"
#include "results_folder.hpp"
#include "resume.hpp"
#include "run_manifest.hpp"
#include "touched_files.hpp"
#include "verify_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace chorus::jobs {
namespace {

void say_header(const Job& job) {
  const std::string slurm = slurm_job();
  job.console.say(fmt::format("chorus {}: clustering {} on {} rank{}{}, {}", build_info::kVersion,
                              job.options.input.input, job.comm.size(), job.comm.size() == 1 ? "" : "s",
                              slurm.empty() ? "" : ", Slurm job " + slurm, simd_target()));
}

void say_songs(const Job& job, const Songs& songs) {
  std::string text =
      fmt::format("songs       {} rows, {} used", songs.prepared.moments.rows, songs.prepared.moments.count);
  for (std::size_t a = 1; a < features::kAbsences; ++a) {
    if (songs.prepared.moments.dropped[a] == 0) continue;
    text += fmt::format(", {} dropped ({})", songs.prepared.moments.dropped[a],
                        features::absence_name(static_cast<features::Absence>(a)));
  }
  if (songs.file.info().source.skipped > 0)
    text += fmt::format(", {} bad records skipped", songs.file.info().source.skipped);
  std::int64_t filled = 0;
  std::string by_feature;
  for (std::size_t j = 0; j < songs.prepared.moments.width(); ++j) {
    if (songs.prepared.moments.filled[j] == 0) continue;
    filled += songs.prepared.moments.filled[j];
    by_feature += fmt::format("{}{} {}", by_feature.empty() ? "" : ", ", songs.file.info().features[j],
                              songs.prepared.moments.filled[j]);
  }
  if (filled > 0) text += fmt::format(", {} values filled with the mean ({})", filled, by_feature);
  job.console.say(text);
}

void say_fits(const Job& job, const Songs& songs, std::span<const kmeans::Fit> fits) {
  std::int64_t passes = 0;
  for (const kmeans::Fit& fit : fits) passes += fit.iterations;
  job.console.say(fmt::format("fits        {} fits, {} Lloyd passes, tolerance {:.3g} (squared, {})",
                              fits.size(), passes,
                              songs.prepared.scaler.square_in_space(
                                  kmeans::absolute_tolerance(job.settings.fit, songs.prepared.grid)),
                              features::space_name(songs.prepared.scaler.scaling)));
}

void say_results(const Job& job, const model::RunResult& result) {
  const Console& console = job.console;
  console.say(fmt::format("\n{}\n{}\n{}", report::k_table_text(result), report::elbow_text(result),
                          report::choice_text(result)));
  console.say(fmt::format("\n{}", report::profiles_text(result)));
  console.say(fmt::format("\n{}\n{}", report::timings_text(result.run), report::memory_text(result.run)));
  console.say(fmt::format("fingerprint {}\nresults     {}", result.fingerprint, job.options.output));
}

}  // namespace

void cluster(comm::Communicator& comm, const ClusterOptions& options, const std::string& effective_options,
             std::optional<session::Watchdog>& watchdog) {
  comm::agree_on(comm, [&] {  // all ranks find the same, so that one tells it
    options.check();
    use_simd_target(options.simd);
  });
  require_no_harm(comm, touched_by(options));
  check_early(comm, options);
  const pipeline::Settings settings = comm::agree_on(comm, [&] { return options.settings(); });
  const session::Identity identity = identity_of(comm, options);
  Console console(comm, options.quiet);
  if (options.dry_run) return say_dry_run(comm, options, identity, console);
  comm.measure_waiting(options.timings == "detailed");
  const LockedFolder folder(comm, options.output, console);
  LongRun run(comm, options, console, watchdog);
  session::PhaseClock& clock = run.clock;
  session::CheckpointFolder& checkpoints = run.checkpoints;
  const Job job{comm, options, settings, identity, clock, console, run.keeper};
  say_header(job);
  const Beginning beginning = begin_run(job, checkpoints);
  if (beginning.finished) return verify_finished(job);

  const Songs songs = load_songs(job, beginning.checkpoint);
  say_songs(job, songs);
  const std::vector<kmeans::Fit> fits = fit_all(job, songs, beginning.checkpoint);
  say_fits(job, songs, fits);
  const pipeline::Observer observer = observe_judgement(job, songs, fits);
  pipeline::Judgement judgement =
      pipeline::judge_fits(comm, songs.prepared, fits, settings.silhouette, observer);
  std::vector<quality::KScore> scores = judgement.scores;
  const quality::Choices choices =
      comm::agree_on(comm, [&] { return quality::choose_k(scores, settings.criterion); });
  const pipeline::ChosenFit chosen =
      pipeline::finish_chosen(comm, songs.prepared, fits, std::move(judgement), choices.chosen, observer);
  const std::vector<std::string> doubts = doubts_about_fits(job, songs, fits, scores, chosen.fit);
  for (const std::string& doubt : doubts) console.warn(doubt);

  clock.enter("pca");
  const auto kept = std::min(static_cast<std::size_t>(settings.components), songs.prepared.moments.width());
  const pca::Components components =
      pca::find_components(songs.prepared.moments, songs.prepared.scaler, kept);

  model::RunResult result = describe_run(job, songs, std::move(scores), choices, chosen.fit, components);
  result.warnings.insert(result.warnings.end(), doubts.begin(), doubts.end());
  const features::Clustering& clustering = chosen.fit.clustering;
  const std::vector<Label> labels = features::labels_of_shard(songs.prepared.rows, clustering);
  clock.enter("export");
  result.fingerprint = model::take_fingerprint(
      comm, {result.features, result.scaler, chosen.fit.k(), clustering.centroids, result.pca}, result.rows,
      labels);
  folder.require_still_held();
  std::vector<std::string> written = export_results(job, songs, chosen, components, labels, result);
  write_result(comm, std::filesystem::path(options.output) / "options.toml", effective_options);
  written.emplace_back("options.toml");

  const report::ReportData data = collect_report(job, songs, chosen, components, labels, result);

  // The report and the summary tell how the run went, so they come when it has gone.
  result.run = describe_process(job);
  std::ranges::move(write_report(job, result, data), std::back_inserter(written));
  clock.leave();
  result.run = describe_process(job);
  write_result(comm, std::filesystem::path(options.output) / "summary.json", model::summary_json(result));
  written.emplace_back("summary.json");
  folder.require_still_held();
  write_run_manifest(job, result, written,
                     clear_earlier_results(job, written));  // from here on it is finished
  if (comm.is_root()) forget_earlier_results(options.output);
  if (comm.is_root()) checkpoints.clear();
  say_results(job, result);
}

}  // namespace chorus::jobs
