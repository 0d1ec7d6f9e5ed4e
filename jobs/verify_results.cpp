#include "verify_results.hpp"

#include "asked_outputs.hpp"
#include "chorus/catalogue/hash_source.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/core/cell.hpp"
#include "chorus/model/model_file.hpp"
#include "chorus/model/summary_json.hpp"
#include "identity.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

Error not_whole(const std::string& problem, const fs::path& file) {
  return {Exit::kInput, describe("finished results are not whole: " + problem, file.string(),
                                 "use --overwrite to make them anew, or another folder with -o")};
}

constexpr const char* kFinished = "finished results";

/// What the results say of themselves, checked against each other and against the options. Local.
struct Finished {
  model::StoredModel model;
  std::int64_t skipped_records = 0;
};

Finished read_finished(const Job& job) {
  const ClusterOptions& options = job.options;
  const fs::path folder = options.output;
  const model::RunResult summary = model::load_summary(folder / "summary.json");
  if (!fs::exists(folder / "model.h5")) throw not_whole("the model is missing", folder / "model.h5");
  Finished finished{model::read_model_file(folder / "model.h5"), summary.skipped_records};
  const model::StoredModel& model = finished.model;
  if (model.fingerprint != summary.fingerprint)
    throw not_whole("summary and model have different fingerprints", folder);
  require_same_run(model.options, job.identity, kFinished, folder);
  if (!fs::exists(options.labelled_csv()))
    throw not_whole("the labelled CSV is missing", options.labelled_csv());
  return finished;
}

/// Collective. Whether the input is the one that was clustered.
void check_input(const Job& job, const Finished& finished) {
  const comm::Communicator& comm = job.comm;
  const ClusterOptions& options = job.options;
  session::Identity wanted = job.identity;
  if (is_catalogue(comm, options.input.input)) {
    const catalogue::CatalogueInfo info = catalogue::Catalogue::open(comm, options.input.input).info();
    wanted = with_songs(std::move(wanted), info.features, info.source.size, info.source.hash);
  } else {
    const std::string hash = comm::agree_on(
        comm, [&] { return comm.is_root() ? catalogue::hash_source(options.input.input) : std::string(); });
    wanted[kInputHash] = comm.broadcast(hash, 0);
  }
  require_same_run(finished.model.options, wanted, kFinished, options.output);
}

/// Collective. The labels of this rank's rows, read from the labelled CSV as if they were a feature.
std::vector<Label> read_labels(const Job& job, const Finished& finished) {
  const comm::Communicator& comm = job.comm;
  const ClusterOptions& options = job.options;
  session::PhaseClock& clock = job.clock;
  const fs::path file = options.labelled_csv();
  InputOptions reading;
  reading.input = file;
  reading.features = {options.label_column};
  reading.delimiter = options.input.delimiter;
  reading.na.clear();
  reading.bad_rows = finished.skipped_records > 0 ? "skip" : "error";
  const SongFile labelled = SongFile::open(comm, reading, options.output, std::nullopt, clock);
  comm::agree_on(comm, [&] {
    if (labelled.info().rows == finished.model.provenance.rows) return;
    throw not_whole(
        fmt::format("{} rows where {} were clustered", labelled.info().rows, finished.model.provenance.rows),
        file);
  });
  std::vector<Label> labels;
  comm::agree_on(comm, [&] {
    labelled.shard(comm, clock, reading).for_each_block([&](RowIndex, std::span<const double> values) {
      for (const double value : values)
        labels.push_back(cell_kind(value) == CellKind::kNumber ? static_cast<Label>(value) : kNoLabel);
    });
  });
  return labels;
}

}  // namespace

void verify_results(const Job& job) {
  const comm::Communicator& comm = job.comm;
  const ClusterOptions& options = job.options;
  session::PhaseClock& clock = job.clock;
  Console& console = job.console;
  clock.enter("verify");
  const Finished finished = comm::agree_on(comm, [&] { return read_finished(job); });
  check_input(job, finished);
  const std::vector<Label> labels = read_labels(job, finished);
  const model::StoredModel& model = finished.model;
  const std::string found = take_fingerprint(comm, model.fitted, model.provenance.rows, labels);
  comm::agree_on(comm, [&] {
    if (found != model.fingerprint) {
      throw not_whole(
          "model and labels have the fingerprint " + found + ", and " + model.fingerprint + " was recorded",
          options.labelled_csv());
    }
  });
  console.say("resume      the results are finished: summary, model, labels and input agree");
  make_asked_outputs(job);
  console.say(fmt::format("fingerprint {}\nresults     {}", found, options.output));
}

}  // namespace chorus::jobs
