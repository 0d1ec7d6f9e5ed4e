#include "job_needs.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/kmeans/budgets.hpp"
#include "chorus/pipeline/fits.hpp"
#include "chorus/pipeline/judgement.hpp"
#include "chorus/report/density_grid.hpp"
#include "chorus/report/feature_histograms.hpp"
#include "chorus/session/phase_clock.hpp"
#include "chorus/synthetic/songs.hpp"
#include "song_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace chorus::jobs {
namespace {

/// Rows a rank of the trial: more than caches near a core hold, few enough for a second.
constexpr RowIndex kTrialRows = 65536;
constexpr RowIndex kTrialSample = 256;

std::uint64_t largest_share(const JobShape& shape, int ranks) {
  return static_cast<std::uint64_t>(RowPartition(shape.rows, ranks).range(0).size());
}

RowIndex silhouette_sample(RowIndex rows) {
  return rows <= quality::kExactUpTo ? rows : quality::kAutoSample;
}

/// What rank 0 takes for report and summary. The factors were measured (tests/jobs/doctor_memory.sh): a count
/// is held by the counter, by the data of the report and as JSON; of a cluster, the profile in all its forms.
std::uint64_t report_bytes(std::size_t k, std::size_t d) {
  constexpr std::uint64_t kOfACount = 41;
  constexpr std::uint64_t kOfACluster = 12'000;
  constexpr std::uint64_t kOfAMean = 900;
  const int clusters = static_cast<int>(k);
  const auto side = static_cast<std::uint64_t>(report::DensityGrid::side_for(clusters));
  const auto bins = static_cast<std::uint64_t>(report::FeatureHistograms::bins_for(d, clusters)) + 2;
  const auto widths = static_cast<std::uint64_t>(report::SilhouetteWidths::bins_for(k));
  return k * (kOfACount * (side * side + d * bins + widths) + kOfACluster + kOfAMean * d);
}

/// rows x width values of synthetic songs; features beyond the tenth repeat the first ones.
std::vector<double> synthetic_rows(RowRange rows, std::size_t width) {
  constexpr std::size_t kMade = synthetic::kSyntheticFeatures.size();
  const auto n = static_cast<std::size_t>(rows.size());
  std::vector<double> made(n * kMade);
  synthetic::synthetic_features(1, rows, made);
  if (width == kMade) return made;
  std::vector<double> values(n * width);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < width; ++j) values[i * width + j] = made[i * kMade + j % kMade];
  }
  return values;
}

struct Trial {
  std::vector<session::PhaseTotals> phases;
  double passes = 0;
};

Trial run_trial(const comm::Communicator& comm, const JobShape& shape, RowIndex rows) {
  session::PhaseClock clock(comm);
  const RowRange range = RowPartition(rows, comm.size()).range(comm.rank());
  const std::vector<double> values = synthetic_rows(range, shape.width);
  const features::ShardRows shard(range, shape.width, [&](RowRange wanted, std::span<double> out) {
    const auto first = (wanted.begin - range.begin) * static_cast<RowIndex>(shape.width);
    std::copy_n(values.begin() + first, out.size(), out.begin());
  });
  std::vector<std::string> names;
  for (std::size_t j = 0; j < shape.width; ++j) names.push_back("feature" + std::to_string(j));

  clock.enter("statistics");
  const pipeline::PreparedRows prepared = pipeline::prepare_rows(
      comm, shard, features::CleaningRules::make(features::MissingPolicy::kDrop, names, {}, {}), names);

  pipeline::Settings settings;
  settings.ks = shape.ks;
  settings.fit.restarts = 1;
  settings.silhouette.mode = quality::SilhouetteOptions::Mode::kSample;
  settings.silhouette.sample = std::min(kTrialSample, rows);
  pipeline::Observer observer;
  observer.phase = [&](std::string_view name) { clock.enter(name); };
  std::vector<kmeans::Fit> fits = pipeline::plan_fits(settings, rows);
  pipeline::run_fits(comm, prepared, settings, fits, observer);
  const pipeline::Judgement judgement =
      pipeline::judge_fits(comm, prepared, fits, settings.silhouette, observer);
  Trial trial;
  for (const quality::KScore& score : judgement.scores)
    trial.passes += static_cast<double>(score.iterations) / static_cast<double>(judgement.scores.size());
  clock.leave();
  trial.phases = clock.totals();
  return trial;
}

}  // namespace

JobShape shape_of(const comm::Communicator& comm, const ClusterOptions& options) {
  JobShape shape;
  // A catalogue knows its features.
  shape.width = is_catalogue(comm, options.input.input) ? 0 : options.input.feature_names().size();
  shape.ks = options.ks();
  shape.restarts = options.restarts;
  shape.keep_rows = options.input.keep_rows;
  return shape;
}

std::uint64_t memory_of(const JobShape& shape, int ranks) {
  constexpr std::uint64_t kMib = std::uint64_t{1} << 20U;
  constexpr std::uint64_t kFiles = 16 * kMib;  // blocks of CSV or catalogue, and of the export
  const std::uint64_t n = largest_share(shape, ranks);
  std::uint64_t labels = 0;
  std::uint64_t centroids = 0;
  for (const int k : shape.ks) {
    const auto restarts = static_cast<std::uint64_t>(shape.restarts);
    labels += features::ClusterLabels::bytes_per_row(static_cast<std::size_t>(k)) * n * restarts;
    centroids += 2 * static_cast<std::uint64_t>(k) * shape.width * sizeof(float) * restarts;
  }
  // Of the fits that are judged together, the labels, and the sums of a batch by lane, as a list, and on
  // their way through the allreduce.
  std::uint64_t judging = 0;
  for (std::size_t first = 0; first < shape.ks.size();) {
    const std::size_t end = first + pipeline::judged_together(std::span<const int>(shape.ks).subspan(first));
    std::uint64_t judged = 0;
    std::uint64_t clusters = 0;
    for (; first < end; ++first) {
      judged += features::ClusterLabels::bytes_per_row(static_cast<std::size_t>(shape.ks[first])) * n;
      clusters += static_cast<std::uint64_t>(shape.ks[first]);
    }
    const std::uint64_t batch = pairs::travellers(clusters);
    judging = std::max(judging, judged + 3 * clusters * sizeof(std::int64_t) * batch);
  }
  const std::uint64_t fits = shape.ks.size() * static_cast<std::uint64_t>(shape.restarts);
  const std::uint64_t seeding =
      std::min<std::uint64_t>(fits * sizeof(float) * n, kmeans::budget(kmeans::kSeedingBytesPerRow, n));
  const std::uint64_t lloyd = std::min<std::uint64_t>(labels, kmeans::budget(kmeans::kFitBytesPerRow, n));
  const std::uint64_t rows = (n + features::kLanes) * shape.width * sizeof(float);
  // The rows as read are kept if all of them fit; else blocks of them are read again and again.
  constexpr std::uint64_t kBlocks = 10 * kMib;
  const std::uint64_t doubles = n * shape.width * sizeof(double);
  const std::uint64_t read = doubles <= shape.keep_rows * kMib ? doubles : kBlocks;
  // Of every row: its label in the chosen fit, in the shard and in what is exported (measured, as above).
  constexpr std::uint64_t kOfARow = 12;
  // These stay; the others come one after the other.
  const std::uint64_t kept = rows + read + kOfARow * n;
  return kept + std::max({kFiles, seeding + centroids, lloyd + centroids, judging,
                          report_bytes(static_cast<std::size_t>(shape.ks.back()), shape.width)});
}

PredictedTime predict_time(const comm::Communicator& comm, const JobShape& shape, double allreduce) {
  const RowIndex trial_rows = std::min(shape.rows, kTrialRows * comm.size());
  const Trial trial = run_trial(comm, shape, trial_rows);
  const double rows = static_cast<double>(shape.rows) / static_cast<double>(trial_rows);
  const double sample = static_cast<double>(silhouette_sample(shape.rows)) /
                        static_cast<double>(std::min(kTrialSample, trial_rows));
  // Restarts run in step and share their collectives; what is computed, and the waiting for those who still
  // compute, grows with rows and restarts.
  const auto scaled = [&](const session::PhaseTotals& phase, double more_work) {
    const double calls = static_cast<double>(phase.calls) / comm.size();
    const double messages = std::min(calls * allreduce, phase.communication);
    return (phase.max - messages) * more_work + messages;
  };
  PredictedTime predicted;
  predicted.passes = trial.passes;
  for (const session::PhaseTotals& phase : trial.phases) {
    if (phase.name == "statistics") predicted.statistics = scaled(phase, rows);
    if (phase.name == "seed") predicted.seeding = scaled(phase, rows * shape.restarts);
    if (phase.name == "lloyd") predicted.lloyd = scaled(phase, rows * shape.restarts);
    if (phase.name == "silhouette") predicted.silhouette += scaled(phase, rows * sample);
    if (phase.name == "quality") predicted.silhouette += scaled(phase, rows);
  }
  return predicted;
}

Needs foretell_needs(const comm::Communicator& comm, const std::filesystem::path& input, JobShape shape,
                     const std::vector<doctor::RankFacts>& facts, double allreduce) {
  Needs needs;
  needs.songs = count_songs(comm, input);
  shape.rows = needs.songs.rows;
  if (shape.width == 0) shape.width = needs.songs.width;
  const int smallest = shape.ks.front();
  std::erase_if(shape.ks, [&](int k) { return k > shape.rows; });
  comm::agree_on(comm, [&] {
    if (!shape.ks.empty()) return;
    throw Error(Exit::kCannotCluster,
                describe("more clusters than rows",
                         fmt::format("k = {}, and {} holds {}{} songs", smallest, input.string(),
                                     needs.songs.exact ? "" : "about ", shape.rows),
                         "use a smaller -k"));
  });
  for (const doctor::RankFacts& rank : facts) needs.memory = std::max(needs.memory, rank.resident);
  needs.memory += memory_of(shape, comm.size());
  needs.time = predict_time(comm, shape, allreduce);
  needs.shape = std::move(shape);
  return needs;
}

std::string duration_text(double seconds) {
  if (seconds < 100) return fmt::format("{:.2g} s", seconds);
  if (seconds < 6000) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

std::string time_text(const PredictedTime& time) {
  return fmt::format(
      "about {} without files, from a trial at {:.0f} passes a fit (statistics {}, seeding {}, Lloyd {}, "
      "silhouette {})",
      duration_text(time.total()), time.passes, duration_text(time.statistics), duration_text(time.seeding),
      duration_text(time.lloyd), duration_text(time.silhouette));
}

}  // namespace chorus::jobs
