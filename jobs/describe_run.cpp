#include "chorus/comm/environment.hpp"
#include "chorus/core/build_info.hpp"
#include "chorus/core/process.hpp"
#include "chorus/core/simd.hpp"
#include "chorus/model/cluster_names.hpp"
#include "cluster_steps.hpp"
#include "identity.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace chorus::jobs {
namespace {

/// shift and scale as a user of scikit-learn knows them: scaled = (value - shift) / scale.
model::Scaler scaler_of(const Songs& songs) {
  model::Scaler scaler;
  scaler.kind = features::scaling_name(songs.scaler.scaling);
  scaler.scale = songs.scaler.scale;
  for (std::size_t j = 0; j < songs.scaler.width(); ++j) {
    switch (songs.scaler.scaling) {
      case features::Scaling::kStandard:
        scaler.shift.push_back(songs.scaler.mean[j]);
        break;
      case features::Scaling::kMinMax:
        scaler.shift.push_back(songs.moments.min[j]);
        break;
      case features::Scaling::kNone:
        scaler.shift.push_back(0);
        break;
    }
  }
  return scaler;
}

}  // namespace

model::RunResult describe_run(const Job& job, const Songs& songs, std::vector<quality::KScore> scores,
                              const quality::Choices& choices, const kmeans::FinalFit& fit,
                              const pca::Components& components,
                              std::vector<model::ClusterProfile> profiles) {
  const ClusterOptions& options = job.options;
  const features::Moments& moments = songs.moments;
  const std::size_t d = moments.width();
  model::RunResult result;
  result.rows = moments.rows;
  result.rows_used = moments.count;
  for (std::size_t a = 1; a < features::kAbsences; ++a) {
    if (moments.dropped[a] > 0) {
      result.dropped[std::string(features::absence_name(static_cast<features::Absence>(a)))] =
          moments.dropped[a];
    }
  }
  for (std::size_t j = 0; j < d; ++j) {
    if (moments.filled[j] > 0) result.filled[songs.file.info().features[j]] = moments.filled[j];
  }
  result.skipped_records = songs.file.info().source.skipped;
  result.features = songs.file.info().features;
  result.mean = moments.mean;
  result.minimum = moments.min;
  result.maximum = moments.max;
  for (std::size_t a = 0; a < d; ++a) {
    result.standard_deviation.push_back(moments.deviation(a));
    std::vector<double> row;
    for (std::size_t b = 0; b < d; ++b) row.push_back(moments.correlation(a, b));
    result.correlation.push_back(std::move(row));
  }
  result.warnings = songs.warnings;
  result.scaler = scaler_of(songs);
  result.space = features::space_name(songs.scaler.scaling);
  result.seeding = kmeans::seeding_name(options.fit().seeding);
  result.seed = options.seed;
  result.restarts = options.fit().restarts;
  result.tolerance = options.tolerance;
  result.tolerance_absolute =
      songs.scaler.square_in_space(kmeans::absolute_tolerance(options.fit(), songs.grid));
  result.k_selection = std::move(scores);
  result.choices = choices;
  for (std::size_t c = 0; c < fit.totals.k(); ++c) {
    std::vector<double> scaled;
    std::vector<double> original;
    for (std::size_t j = 0; j < d; ++j) {
      const double coordinate = fit.centroids[c * d + j];
      scaled.push_back(songs.scaler.to_space(j, coordinate));
      original.push_back(songs.scaler.to_original(j, coordinate));
    }
    result.centroids.push_back(std::move(scaled));
    result.centroids_original.push_back(std::move(original));
  }
  result.pca.explained_variance_ratio = components.explained_variance_ratio;
  result.pca.components = components.loadings;
  result.profiles = std::move(profiles);
  const catalogue::SourceInfo& source = songs.file.info().source;
  result.options = with_songs(job.identity, songs.file.info().features, source.size, source.hash);
  std::vector<double> high;
  for (const features::ValueCheck& check : songs.checks) high.push_back(check.high);
  model::name_profiles(result, std::move(high));
  return result;
}

std::vector<Label> shard_labels(const Songs& songs, const kmeans::FinalFit& fit) {
  std::vector<Label> labels(static_cast<std::size_t>(songs.rows.range.size()), kNoLabel);
  for (RowIndex i = 0; i < songs.rows.blocks.rows(); ++i) {
    labels[static_cast<std::size_t>(songs.rows.row_of(i) - songs.rows.range.begin)] =
        static_cast<Label>(fit.labels[i]);
  }
  return labels;
}

std::string take_fingerprint(const comm::Communicator& comm, const model::FingerprintedModel& model,
                             RowIndex rows, std::span<const Label> labels) {
  constexpr int kTag = 41;
  constexpr std::size_t kBlock = std::size_t{1} << 18U;
  const RowPartition partition(rows, comm.size());
  if (!comm.is_root()) {
    for (std::size_t at = 0; at < labels.size(); at += kBlock) {
      comm.send_bytes(std::as_bytes(labels.subspan(at, std::min(kBlock, labels.size() - at))), 0, kTag);
    }
    return comm.broadcast(std::string(), 0);
  }
  model::Fingerprint fingerprint(model);
  fingerprint.add_labels(labels);
  std::vector<Label> block(kBlock);
  for (int rank = 1; rank < comm.size(); ++rank) {
    for (auto left = static_cast<std::size_t>(partition.range(rank).size()); left > 0;) {
      const auto part = std::span<Label>(block).first(std::min(kBlock, left));
      comm.receive_bytes(std::as_writable_bytes(part), rank, kTag);
      fingerprint.add_labels(part);
      left -= part.size();
    }
  }
  return comm.broadcast(fingerprint.hex(), 0);
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
