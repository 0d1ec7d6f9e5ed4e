#include "catalogue_source.hpp"
#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/files/results_files.hpp"
#include "chorus/kmeans/lloyd.hpp"
#include "chorus/model/model_file.hpp"
#include "chorus/model/tables.hpp"
#include "cluster_steps.hpp"
#include "earlier_results.hpp"
#include "results_folder.hpp"

#include <cmath>
#include <limits>
#include <system_error>

namespace chorus::jobs {
namespace {

/// The columns that --scores appends, one value a row of the shard; NaN where there is none.
struct ScoreColumns {
  std::vector<std::string> names;
  std::vector<std::vector<double>> values;
};

ScoreColumns score_columns(const Songs& songs, const pipeline::ChosenFit& chosen,
                           const pca::Components& components) {
  const std::size_t d = songs.shard.width();
  const auto rows = static_cast<std::size_t>(songs.shard.range().size());
  const std::size_t kept = components.loadings.size();
  ScoreColumns columns;
  for (std::size_t c = 0; c < kept; ++c) columns.names.push_back("PC" + std::to_string(c + 1));
  columns.names.emplace_back("silhouette_width");
  columns.names.emplace_back("distance_to_centroid");
  columns.values.assign(columns.names.size(),
                        std::vector<double>(rows, std::numeric_limits<double>::quiet_NaN()));
  std::vector<double> row(d);
  RowIndex used = 0;
  std::size_t at = 0;
  songs.shard.for_each_block([&](RowIndex, std::span<const double> values) {
    for (std::size_t v = 0; v < values.size(); v += d, ++at) {
      std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(v), d, row.begin());
      if (!songs.prepared.rules.clean(row)) continue;
      for (std::size_t c = 0; c < kept; ++c)
        columns.values[c][at] = pca::score(components, songs.prepared.scaler, c, row);
      const std::size_t label = chosen.fit.clustering.labels[used];
      const float square = kmeans::squared_distance(songs.prepared.rows.blocks, used,
                                                    chosen.fit.clustering.centroids.data() + label * d);
      columns.values[kept + 1][at] =
          std::sqrt(static_cast<double>(square)) * songs.prepared.scaler.space_unit;
      ++used;
    }
  });
  for (std::size_t i = 0; i < chosen.measured.size(); ++i) {
    const auto position = static_cast<std::size_t>(chosen.measured[i] - songs.shard.range().begin);
    columns.values[kept][position] = static_cast<double>(chosen.widths[i]);
  }
  return columns;
}

model::AssignmentGrid grid_of(const features::Scaler& scaler) {
  model::AssignmentGrid grid;
  grid.centre = scaler.mean;
  grid.scale = scaler.scale;
  grid.offset = scaler.offset;
  grid.extent = scaler.extent;
  for (const double step : scaler.step) grid.exponent.push_back(std::ilogb(step));
  grid.space_unit = scaler.space_unit;
  return grid;
}

}  // namespace

std::vector<std::string> export_results(const Job& job, const Songs& songs, const pipeline::ChosenFit& chosen,
                                        const pca::Components& components, std::span<const Label> labels,
                                        const model::RunResult& result) {
  const comm::Communicator& comm = job.comm;
  const ClusterOptions& options = job.options;
  job.clock.enter("export");
  ScoreColumns scores;
  if (options.scores) scores = comm::agree_on(comm, [&] { return score_columns(songs, chosen, components); });
  catalogue::LabelledRows rows{songs.prepared.rows.range, labels, scores.names, {}};
  for (const std::vector<double>& column : scores.values) rows.scores.emplace_back(column);
  catalogue::ExportOptions to;
  to.to = options.labelled_csv();
  to.label_column = options.label_column;
  if (!options.source.empty()) to.source = options.source;
  if (options.without_source) to.rows = catalogue::ExportRows::kOfCatalogue;
  to.before_it_appears = [&] { set_earlier_results_aside(options.output); };
  const catalogue::ExportReport report = catalogue::export_labelled(comm, songs.file.catalogue(), rows, to);
  if (!report.from_source) {
    job.console.say(
        "  wrote row numbers, features and clusters: the songs have no CSV whose lines could be copied, or "
        "--without-source says so");
  }
  const std::filesystem::path folder = options.output;
  const bool rejected = write_rejected(comm, options, songs.file.info());
  const catalogue::SourceInfo& source = songs.file.info().source;
  comm::agree_on(comm, [&] {
    if (!comm.is_root()) return;
    model::write_model_file(
        folder / "model.h5",
        model::make_stored_model(result, chosen.fit.clustering.centroids, grid_of(songs.prepared.scaler),
                                 {source.kind, source.size, source.hash, result.rows, result.rows_used},
                                 options.label_column));
  });
  write_result(comm, folder / "k_selection.csv", model::k_selection_csv(result));
  write_result(comm, folder / "cluster_profiles.csv", model::cluster_profiles_csv(result));
  std::vector<std::string> written = {options.labelled_csv().filename().string(), "model.h5",
                                      "k_selection.csv", "cluster_profiles.csv"};
  if (rejected) written.emplace_back(files::kRejected);
  // The input may be a catalogue, of which no other is kept.
  std::error_code unknown;
  const auto kept = options.kept_catalogue();
  if (kept && std::filesystem::equivalent(songs.file.info().path, *kept, unknown) &&
      !std::filesystem::equivalent(options.input.input, *kept, unknown))
    written.push_back(kept->filename().string());
  return written;
}

}  // namespace chorus::jobs
