#include "scaling_work.hpp"

#include "chorus/catalogue/synthetic.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/core/error.hpp"
#include "chorus/kmeans/lloyd.hpp"
#include "chorus/kmeans/seeding.hpp"
#include "chorus/kmeans/sweep.hpp"
#include "chorus/quality/silhouette.hpp"
#include "cluster_steps.hpp"
#include "song_file.hpp"

#include <memory>
#include <optional>

namespace chorus::jobs {
namespace {

/// A rank's doubles are kept up to here while statistics look at them several times; beyond, they are read or
/// made again each time.
constexpr std::size_t kKeepBytes = std::size_t{1} << 30U;

/// The songs of a point, and what the last run made of them.
struct StudyRows {
  std::vector<std::string> features;
  features::Scaler scaler;
  features::ScaledRows rows;
  kmeans::GridTotals grid;
  kmeans::Fit start;  ///< of Lloyd passes
  kmeans::Fit ended;  ///< where the first fit from it ended
  std::optional<kmeans::FinalFit> found;
};

features::ShardRows synthetic_shard(std::uint64_t seed, RowRange range) {
  return {
      range, catalogue::kSyntheticFeatures.size(),
      [seed](RowRange rows, std::span<double> values) { catalogue::synthetic_features(seed, rows, values); },
      kKeepBytes};
}

features::ShardRows catalogue_shard(std::shared_ptr<const catalogue::Catalogue> open, RowRange range,
                                    session::PhaseClock& clock) {
  const std::size_t width = open->info().width();
  return {range, width,
          [open = std::move(open), &clock](RowRange rows, std::span<double> values) {
            const session::IoTimer timer(clock);
            open->read(rows, values);
          },
          kKeepBytes};
}

void load_rows(const comm::Communicator& comm, const ScalingOptions& options, const StudySongs& songs,
               RowIndex count, session::PhaseClock& clock, StudyRows& study) {
  const RowRange range = RowPartition(count, comm.size()).range(comm.rank());
  std::optional<features::ShardRows> shard;
  if (songs.catalogue.empty()) {
    clock.enter("make");
    study.features.assign(catalogue::kSyntheticFeatures.begin(), catalogue::kSyntheticFeatures.end());
    shard = synthetic_shard(options.seed, range);
  } else {
    clock.enter("load");
    auto open =
        std::make_shared<const catalogue::Catalogue>(catalogue::Catalogue::open(comm, songs.catalogue));
    study.features = open->info().features;
    shard = catalogue_shard(std::move(open), range, clock);
  }
  comm::agree_on(comm, [&] { shard->for_each_block([](RowIndex, std::span<const double>) {}); });
  clock.enter("statistics");
  features::CleaningRules rules = comm::agree_on(comm, [&] { return options.input.rules(study.features); });
  const features::Moments moments = features::measure_moments(comm, *shard, rules, study.features);
  std::vector<std::string> warnings;
  study.scaler = features::make_scaler(moments, features::Scaling::kStandard, study.features, warnings);
  study.rows = features::scale_rows(comm, *shard, rules, study.scaler, moments);
  study.grid = kmeans::total_rows(comm, study.rows, study.scaler);
}

kmeans::FitOptions fit_options(const ScalingOptions& options) {
  kmeans::FitOptions fit;
  fit.seed = options.seed;
  fit.restarts = options.work == "sweep" ? options.restarts : 1;
  return fit;
}

/// So many passes from the start; a fit that ends before begins again, so that equal work is timed.
void run_passes(const comm::Communicator& comm, int passes, session::PhaseClock& clock, StudyRows& study) {
  clock.enter("lloyd");
  constexpr double kNever = -1;  // movements are not negative
  kmeans::Fit fit;
  for (int done = 0; done < passes; done += fit.iterations) {
    fit = study.start;
    kmeans::Fit* only = &fit;
    kmeans::run_lloyd(comm, study.rows, study.grid, kNever, passes - done, std::span(&only, 1), {});
    static_cast<void>(kmeans::feasible_ks(std::span(&fit, 1)));  // throws if there are too few rows
    if (done == 0) study.ended = fit;
  }
}

void run_sweep(const comm::Communicator& comm, const ScalingOptions& options, session::PhaseClock& clock,
               StudyRows& study) {
  const kmeans::FitOptions how = fit_options(options);
  std::vector<kmeans::Fit> fits = kmeans::plan_sweep(options.ks(), how.restarts);
  kmeans::SweepObserver observer;
  observer.seeding = [&] { clock.enter("seed"); };
  observer.lloyd = [&] { clock.enter("lloyd"); };
  kmeans::run_sweep(comm, study.rows, study.grid, how, fits, observer);
  const std::vector<int> ks = kmeans::feasible_ks(fits);
  clock.enter("quality");
  std::vector<kmeans::FinalFit> finals;
  std::vector<pairs::Labelling> labellings;
  std::vector<std::vector<std::int64_t>> sizes;
  finals.reserve(ks.size());
  for (const int k : ks) {
    finals.push_back(kmeans::finish_fit(comm, study.rows, study.grid, kmeans::best_fit(fits, k)));
    const kmeans::FinalFit& last = finals.back();
    labellings.push_back({static_cast<std::size_t>(k), [&last](RowIndex i) { return last.labels[i]; }});
    sizes.push_back(last.totals.count);
  }
  clock.enter("silhouette");
  quality::SilhouetteOptions measuring;
  measuring.seed = options.seed;
  const auto silhouettes = quality::measure_silhouettes(
      comm, study.rows, labellings, sizes, pairs::DistanceUnits(study.grid.distance_bound), measuring);
  clock.leave();
  std::size_t best = 0;
  for (std::size_t f = 1; f < silhouettes.size(); ++f) {
    if (silhouettes[f].coefficient > silhouettes[best].coefficient) best = f;
  }
  study.found = std::move(finals[best]);
}

/// Of centroids and labels, as `chorus cluster` hashes them, without components.
std::string fingerprint_of(const comm::Communicator& comm, RowIndex rows, StudyRows& study) {
  if (!study.found) study.found = kmeans::finish_fit(comm, study.rows, study.grid, study.ended);
  model::FingerprintedModel fitted;
  fitted.features = study.features;
  fitted.scaler = {std::string(features::scaling_name(study.scaler.scaling)), study.scaler.mean,
                   study.scaler.scale};
  fitted.k = study.found->k;
  fitted.centroids = study.found->centroids;
  const RowRange range = study.rows.range;
  std::vector<Label> labels(static_cast<std::size_t>(range.size()), kNoLabel);
  for (RowIndex i = 0; i < study.rows.blocks.rows(); ++i) {
    labels[static_cast<std::size_t>(study.rows.row_of(i) - range.begin)] =
        static_cast<Label>(study.found->labels[i]);
  }
  study.found.reset();
  return take_fingerprint(comm, fitted, rows, labels);
}

}  // namespace

StudySongs find_songs(const comm::Communicator& comm, const ScalingOptions& options,
                      session::PhaseClock& clock) {
  if (options.input.input.empty()) return {{}, 0, "synthetic songs"};
  std::optional<std::filesystem::path> kept;
  if (!is_catalogue(comm, options.input.input)) kept = std::filesystem::path(options.output) / "songs.h5";
  const SongFile file = SongFile::open(comm, options.input, options.output, kept, clock);
  clock.leave();
  return {file.info().path, file.info().rows, options.input.input + ", hash " + file.info().source.hash};
}

scaling::PrepareWork study_work(const ScalingOptions& options, const StudySongs& songs) {
  return [&options, &songs](const comm::Communicator& comm, const scaling::Point& point,
                            session::PhaseClock& clock) {
    auto study = std::make_shared<StudyRows>();
    load_rows(comm, options, songs, point.rows, clock, *study);
    const std::vector<int> ks = options.ks();
    if (ks.back() > study->rows.total) {
      throw AgreedError(Exit::kCannotCluster,
                        describe("more clusters than songs",
                                 "k = " + std::to_string(ks.back()) + ", but " +
                                     std::to_string(study->rows.total) + " songs can be used",
                                 "use a smaller -k or more --songs"));
    }
    if (options.work == "lloyd") {
      clock.enter("start");
      study->start = kmeans::plan_sweep(ks, 1).front();
      kmeans::Fit* only = &study->start;
      kmeans::seed_random(comm, study->rows, options.seed, std::span(&only, 1));
    }
    scaling::Work work;
    work.run = [&options, &comm, study](session::PhaseClock& timed) {
      if (options.work == "lloyd") run_passes(comm, options.passes, timed, *study);
      if (options.work == "sweep") run_sweep(comm, options, timed, *study);
    };
    work.fingerprint = [&comm, study, rows = point.rows] { return fingerprint_of(comm, rows, *study); };
    return work;
  };
}

}  // namespace chorus::jobs
