#include "catalogue_source.hpp"
#include "chorus/comm/environment.hpp"
#include "chorus/core/build_info.hpp"
#include "chorus/core/process.hpp"
#include "chorus/core/simd.hpp"
#include "chorus/kmeans/sweep_state.hpp"
#include "chorus/pipeline/description.hpp"
#include "cluster_steps.hpp"
#include "identity.hpp"
#include "song_titles.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace chorus::jobs {
namespace {

/// Of the typical songs, as the source names them.
pipeline::TitlesOf titles_from(const Job& job, const Songs& songs) {
  return [&job, &songs](const std::vector<RowIndex>& rows) {
    const catalogue::CatalogueInfo& info = songs.file.info();
    const TitledSongs found = fetch_titles(job.comm, info, source_of(job.options, info), rows);
    std::vector<pipeline::SongTitle> titles;
    titles.reserve(rows.size());
    for (const RowIndex row : rows) titles.push_back({found.of(row).title, found.of(row).artist});
    return titles;
  };
}

}  // namespace

pipeline::Observer observe_judgement(const Job& job, const Songs& songs, std::span<const kmeans::Fit> fits) {
  pipeline::Observer observer;
  observer.phase = [&job](std::string_view name) { job.clock.enter(name); };
  observer.after_batch = [&job, &songs, fits] {
    job.keeper.border([&] { return kmeans::pack_sweep(fits, songs.prepared.rows.blocks.width()); });
  };
  return observer;
}

model::RunResult describe_run(const Job& job, const Songs& songs, std::vector<quality::KScore> scores,
                              const quality::Choices& choices, const kmeans::FinalFit& fit,
                              const pca::Components& components) {
  const catalogue::CatalogueInfo& info = songs.file.info();
  pipeline::Observer observer;
  observer.phase = [&job](std::string_view name) { job.clock.enter(name); };
  std::vector<model::ClusterProfile> profiles =
      pipeline::profile_clusters(job.comm, songs.shard, songs.prepared, fit.clustering, job.settings.typical,
                                 titles_from(job, songs), observer);
  model::RunResult result = pipeline::describe_result(
      job.settings, info.features,
      {songs.prepared, songs.checks, std::move(scores), choices, fit, components, std::move(profiles)});
  result.skipped_records = info.source.skipped;
  result.warnings = songs.warnings;
  result.options = with_songs(job.identity, info.features, info.source.size, info.source.hash);
  return result;
}

model::RunInfo describe_process(const Job& job) {
  const comm::Communicator& comm = job.comm;
  model::RunInfo run;
  run.version = build_info::kVersion;
  run.date = utc_now();
  run.command = own_command();
  run.input = job.options.input.input;
  run.ranks = comm.size();
  for (const std::string& host : comm.all_gather(comm::Environment::host())) {
    if (std::find(run.hosts.begin(), run.hosts.end(), host) == run.hosts.end()) run.hosts.push_back(host);
  }
  run.slurm_job = slurm_job();
  run.simd = simd_target();
  for (const session::PhaseTotals& phase : job.clock.totals()) {
    run.phases.push_back({phase.name, phase.min, phase.mean, phase.max, phase.compute, phase.communication,
                          phase.io, phase.waiting, phase.bytes, phase.calls});
  }
  run.peak_rss_bytes = comm.all_gather(peak_resident_bytes());
  run.seconds = job.clock.elapsed();
  return run;
}

}  // namespace chorus::jobs
