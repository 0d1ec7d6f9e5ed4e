#include "scaling_work.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/error.hpp"
#include "chorus/kmeans/lloyd.hpp"
#include "chorus/kmeans/seeding.hpp"
#include "chorus/model/fingerprint.hpp"
#include "chorus/pipeline/fits.hpp"
#include "chorus/pipeline/judgement.hpp"
#include "chorus/synthetic/songs.hpp"
#include "song_file.hpp"

#include <algorithm>
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
  pipeline::PreparedRows prepared;
  kmeans::Fit start;  ///< of Lloyd passes
  kmeans::Fit ended;  ///< where the first fit from it ended
  std::optional<kmeans::FinalFit> found;
};

features::ShardRows synthetic_shard(std::uint64_t seed, RowRange range) {
  return {
      range, synthetic::kSyntheticFeatures.size(),
      [seed](RowRange rows, std::span<double> values) { synthetic::synthetic_features(seed, rows, values); },
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
    study.features.assign(synthetic::kSyntheticFeatures.begin(), synthetic::kSyntheticFeatures.end());
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
  study.prepared = pipeline::prepare_rows(comm, *shard, std::move(rules), study.features);
}

pipeline::Settings settings_of(const ScalingOptions& options) {
  pipeline::Settings settings;
  settings.ks = options.ks();
  settings.fit.seed = options.seed;
  settings.fit.restarts = options.work == "sweep" ? options.restarts : 1;
  settings.silhouette.seed = options.seed;
  return settings;
}

/// So many passes from the start; a fit that ends before begins again, so that equal work is timed.
void run_passes(const comm::Communicator& comm, int passes, session::PhaseClock& clock, StudyRows& study) {
  clock.enter("lloyd");
  constexpr double kNever = -1;  // movements are not negative
  kmeans::Fit fit;
  for (int done = 0; done < passes; done += fit.iterations) {
    fit = study.start;
    kmeans::Fit* only = &fit;
    kmeans::run_lloyd(comm, study.prepared.rows, study.prepared.grid, kNever, passes - done,
                      std::span(&only, 1), {});
    static_cast<void>(kmeans::feasible_ks(std::span(&fit, 1)));  // throws if there are too few rows
    if (done == 0) study.ended = fit;
  }
}

void run_sweep(const comm::Communicator& comm, const ScalingOptions& options, session::PhaseClock& clock,
               StudyRows& study) {
  const pipeline::Settings settings = settings_of(options);
  pipeline::Observer observer;
  observer.phase = [&](std::string_view name) { clock.enter(name); };
  std::vector<kmeans::Fit> fits = pipeline::plan_fits(settings, study.prepared.rows.total);
  pipeline::run_fits(comm, study.prepared, settings, fits, observer);
  pipeline::Judgement judgement =
      pipeline::judge_fits(comm, study.prepared, fits, settings.silhouette, observer);
  const auto best =
      std::max_element(judgement.scores.begin(), judgement.scores.end(),
                       [](const auto& a, const auto& b) { return a.silhouette < b.silhouette; });
  const int k = best->k;
  study.found = pipeline::finish_chosen(comm, study.prepared, fits, std::move(judgement), k, observer).fit;
  clock.leave();
}

/// Of centroids and labels, as `chorus cluster` hashes them, without components.
std::string fingerprint_of(const comm::Communicator& comm, RowIndex rows, StudyRows& study) {
  if (!study.found)
    study.found = kmeans::finish_fit(comm, study.prepared.rows, study.prepared.grid, study.ended);
  model::FingerprintedModel fitted;
  fitted.features = study.features;
  const features::Scaler& scaler = study.prepared.scaler;
  fitted.scaler = {std::string(features::scaling_name(scaler.scaling)), scaler.mean, scaler.scale};
  fitted.k = study.found->k();
  fitted.centroids = study.found->clustering.centroids;
  const std::vector<Label> labels = features::labels_of_shard(study.prepared.rows, study.found->clustering);
  study.found.reset();
  return model::take_fingerprint(comm, fitted, rows, labels);
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

study::PrepareWork study_work(const ScalingOptions& options, const StudySongs& songs) {
  return [&options, &songs](const comm::Communicator& comm, const study::Point& point,
                            session::PhaseClock& clock) {
    auto study = std::make_shared<StudyRows>();
    load_rows(comm, options, songs, point.rows, clock, *study);
    const std::vector<int> ks = options.ks();
    if (ks.back() > study->prepared.rows.total) {
      throw AgreedError(Exit::kCannotCluster,
                        describe("more clusters than songs",
                                 "k = " + std::to_string(ks.back()) + ", but " +
                                     std::to_string(study->prepared.rows.total) + " songs can be used",
                                 "use a smaller -k or more --songs"));
    }
    if (options.work == "lloyd") {
      clock.enter("start");
      study->start = kmeans::plan_sweep(ks, 1).front();
      kmeans::Fit* only = &study->start;
      kmeans::seed_random(comm, study->prepared.rows, options.seed, std::span(&only, 1));
    }
    study::Work work;
    work.run = [&options, &comm, study](session::PhaseClock& timed) {
      if (options.work == "lloyd") run_passes(comm, options.passes, timed, *study);
      if (options.work == "sweep") run_sweep(comm, options, timed, *study);
    };
    work.fingerprint = [&comm, study, rows = point.rows] { return fingerprint_of(comm, rows, *study); };
    return work;
  };
}

}  // namespace chorus::jobs
