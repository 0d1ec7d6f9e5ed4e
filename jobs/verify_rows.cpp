#include "verify_rows.hpp"

#include "chorus/catalogue/hash_source.hpp"
#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/core/cell.hpp"
#include "chorus/features/clustering.hpp"
#include "chorus/kmeans/row_labels.hpp"
#include "chorus/model/fingerprint.hpp"
#include "song_file.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <system_error>
#include <vector>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

/// What the run added to each row of a rank's shard, read from the labelled CSV.
struct AddedCells {
  RowRange range;
  std::vector<Label> labels;
  std::vector<std::string> score_names;
  std::vector<std::vector<double>> scores;  ///< a list for each name
};

/// kNoLabel for an empty cell. Throws Error(kInput) for what is no cluster of the model.
Label label_of(double value, int k, RowIndex row, const fs::path& file) {
  if (cell_kind(value) != CellKind::kNumber) return kNoLabel;
  if (value >= 0 && value < k && value == std::floor(value)) return static_cast<Label>(value);
  throw not_whole(fmt::format("{} in row {} is no cluster", value, row), file);
}

AddedCells read_added(const RowCheck& check) {
  const comm::Communicator& comm = check.comm;
  const ClusterOptions& options = check.options;
  const model::StoredModel& model = check.model;
  session::PhaseClock& clock = check.clock;
  const fs::path file = options.labelled_csv();
  AddedCells added;
  if (options.scores) {
    for (std::size_t c = 0; c < model.fitted.pca.components.size(); ++c)
      added.score_names.push_back("PC" + std::to_string(c + 1));
    added.score_names.emplace_back("silhouette_width");
    added.score_names.emplace_back("distance_to_centroid");
  }
  InputOptions reading;
  reading.input = file;
  reading.features = {options.label_column};
  reading.features.insert(reading.features.end(), added.score_names.begin(), added.score_names.end());
  reading.delimiter = options.input.delimiter;
  reading.na.clear();
  reading.bad_rows = check.skipped_records > 0 ? "skip" : "error";
  const SongFile labelled = SongFile::open(comm, reading, check.scratch, std::nullopt, clock);
  comm::agree_on(comm, [&] {
    if (labelled.info().rows == model.provenance.rows) return;
    throw not_whole(
        fmt::format("{} rows where {} were clustered", labelled.info().rows, model.provenance.rows), file);
  });
  const features::ShardRows shard = labelled.shard(comm, clock, reading);
  added.range = shard.range();
  added.scores.resize(added.score_names.size());
  comm::agree_on(comm, [&] {
    shard.for_each_block([&](RowIndex first, std::span<const double> values) {
      const std::size_t width = shard.width();
      for (std::size_t at = 0; at < values.size(); at += width) {
        const RowIndex row = first + static_cast<RowIndex>(at / width);
        added.labels.push_back(label_of(values[at], model.fitted.k, row, file));
        for (std::size_t s = 1; s < width; ++s) {
          const bool there = cell_kind(values[at + s]) == CellKind::kNumber;
          added.scores[s - 1].push_back(there ? values[at + s] : std::numeric_limits<double>::quiet_NaN());
        }
      }
    });
  });
  return added;
}

features::Scaler scaler_of(const model::StoredModel& model) {
  features::Scaler scaler;
  const model::AssignmentGrid& grid = model.grid;
  scaler.mean = grid.centre;
  scaler.scale = grid.scale;
  scaler.offset = grid.offset;
  scaler.extent = grid.extent;
  for (const std::int32_t exponent : grid.exponent) scaler.step.push_back(std::ldexp(1.0, exponent));
  scaler.space_unit = grid.space_unit;
  return scaler;
}

/// Collective. The clusters that the model gives to the rows of this rank's shard.
std::vector<Label> assigned(const RowCheck& check, const SongFile& songs) {
  const comm::Communicator& comm = check.comm;
  const ClusterOptions& options = check.options;
  const model::StoredModel& model = check.model;
  session::PhaseClock& clock = check.clock;
  const features::ShardRows shard = songs.shard(comm, clock, options.input);
  features::CleaningRules rules =
      comm::agree_on(comm, [&] { return options.input.rules(songs.info().features); });
  const features::Moments moments = features::measure_moments(comm, shard, rules, songs.info().features);
  const features::Scaler scaler = scaler_of(model);
  const features::ScaledRows rows = features::scale_rows(comm, shard, rules, scaler, moments);
  const kmeans::GridTotals grid = kmeans::total_rows(comm, rows, scaler);
  return comm::agree_on(comm, [&] {
    if (moments.count != model.provenance.rows_used)
      throw not_whole(fmt::format("{} rows of the input can be used, and {} were", moments.count,
                                  model.provenance.rows_used),
                      fs::path(options.output) / "model.h5");
    const auto k = static_cast<std::size_t>(model.fitted.k);
    kmeans::RowLabels found(rows.blocks, k);
    found.assign(rows.blocks, kmeans::CentroidTable(model.fitted.centroids, rows.blocks.width()), grid);
    features::Clustering clustering;
    clustering.sizes.resize(k);
    clustering.labels = found.release();
    return features::labels_of_shard(rows, clustering);
  });
}

std::string label_text(Label label) {
  return label == kNoLabel ? "no cluster" : fmt::format("cluster {}", label);
}

/// Collective.
std::string hash_on_root(const comm::Communicator& comm, const fs::path& file) {
  const std::string hash =
      comm::agree_on(comm, [&] { return comm.is_root() ? catalogue::hash_source(file) : std::string(); });
  return comm.broadcast(hash, 0);
}

/// Collective. The lines of a catalogue's rows come from its CSV, where that is at hand.
void require_same_source(const RowCheck& check, const catalogue::CatalogueInfo& info) {
  const comm::Communicator& comm = check.comm;
  if (check.options.without_source) return;
  const fs::path source = check.options.source.empty() ? info.source.path : fs::path(check.options.source);
  std::error_code unknown;
  const bool there = comm.is_root() && info.source.kind == "csv" && fs::exists(source, unknown);
  if (comm.max_of<std::int64_t>(there ? 1 : 0) == 0) return;
  const std::string hash = hash_on_root(comm, source);
  comm::agree_on(comm, [&] {
    if (hash == info.source.hash) return;
    throw Error(Exit::kInput, describe("this is not the file that the catalogue was made from",
                                       source.string(), "give the right file with --source"));
  });
}

/// Collective. Before anything of the input is parsed.
void require_same_input(const RowCheck& check) {
  const comm::Communicator& comm = check.comm;
  const std::string& input = check.options.input.input;
  std::string hash;
  if (is_catalogue(comm, input)) {
    const catalogue::Catalogue catalogue = catalogue::Catalogue::open(comm, input);
    hash = catalogue.info().source.hash;
    require_same_source(check, catalogue.info());
  } else {
    hash = hash_on_root(comm, input);
  }
  comm::agree_on(comm, [&] {
    const std::string& there = check.model.provenance.source_hash;
    if (hash == there) return;
    throw Error(Exit::kInput,
                describe(fmt::format("the folder holds finished results of another run: hash of the input is "
                                     "'{}' there and '{}' here",
                                     there, hash),
                         check.options.output + ", input " + input,
                         "use --overwrite to replace them, or another folder with -o"));
  });
}

}  // namespace

Error not_whole(const std::string& problem, const fs::path& file) {
  return {Exit::kInput, describe("finished results are not whole: " + problem, file.string(),
                                 "use --overwrite to make them anew, or another folder with -o")};
}

std::string verify_rows(const RowCheck& check) {
  const comm::Communicator& comm = check.comm;
  const ClusterOptions& options = check.options;
  const model::StoredModel& model = check.model;
  session::PhaseClock& clock = check.clock;
  require_same_input(check);
  const AddedCells added = read_added(check);
  const SongFile songs = SongFile::open(comm, options.input, check.scratch, std::nullopt, clock);
  const std::vector<Label> labels = assigned(check, songs);
  comm::agree_on(comm, [&] {
    const auto [is, should] = std::ranges::mismatch(added.labels, labels);
    if (is == added.labels.end() && should == labels.end()) return;
    const RowIndex row = added.range.begin + (is - added.labels.begin());
    throw not_whole(fmt::format("row {} (from 0) has {}, and the model gives it {}", row, label_text(*is),
                                label_text(*should)),
                    options.labelled_csv());
  });
  std::string found = take_fingerprint(comm, model.fitted, model.provenance.rows, labels);
  comm::agree_on(comm, [&] {
    if (found == model.fingerprint) return;
    throw not_whole(
        "model and labels have the fingerprint " + found + ", and " + model.fingerprint + " was recorded",
        options.labelled_csv());
  });
  catalogue::LabelledRows rows{added.range, labels, added.score_names, {}};
  for (const std::vector<double>& column : added.scores) rows.scores.emplace_back(column);
  catalogue::ExportOptions as;
  as.to = options.labelled_csv();
  as.label_column = options.label_column;
  if (!options.source.empty()) as.source = options.source;
  if (options.without_source) as.rows = catalogue::ExportRows::kOfCatalogue;
  catalogue::compare_labelled(comm, songs.catalogue(), rows, as);
  return found;
}

}  // namespace chorus::jobs
