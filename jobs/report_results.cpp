#include "report_results.hpp"

#include "catalogue_source.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/report/collect.hpp"
#include "chorus/report/silhouette_counter.hpp"
#include "chorus/report/write_report.hpp"
#include "song_titles.hpp"

#include <algorithm>

namespace chorus::jobs {
namespace {

/// This rank's rows with their first two scores, block by block.
report::RowSource rows_with_scores(const Songs& songs, const pca::Components& components,
                                   std::span<const Label> labels) {
  return [&songs, &components, labels](const std::function<void(const report::RowBlock&)>& visit) {
    const std::size_t d = songs.shard.width();
    const std::size_t kept = std::min<std::size_t>(components.loadings.size(), 2);
    std::vector<double> cleaned;
    std::vector<double> scores;
    songs.shard.for_each_block([&](RowIndex first, std::span<const double> values) {
      const std::size_t rows = values.size() / d;
      const auto block_labels =
          labels.subspan(static_cast<std::size_t>(first - songs.shard.range().begin), rows);
      cleaned.assign(values.begin(), values.end());
      scores.assign(2 * rows, 0.0);
      for (std::size_t r = 0; r < rows; ++r) {
        const std::span<double> row = std::span<double>(cleaned).subspan(r * d, d);
        if (!songs.prepared.rules.clean(row)) continue;
        for (std::size_t c = 0; c < kept; ++c) {
          scores[2 * r + c] = pca::score(components, songs.prepared.scaler, c, row);
        }
      }
      visit({first, cleaned, scores, block_labels});
    });
  };
}

}  // namespace

report::ReportData collect_report(const Job& job, const Songs& songs, const pipeline::ChosenFit& chosen,
                                  const pca::Components& components, std::span<const Label> labels,
                                  const model::RunResult& result) {
  const comm::Communicator& comm = job.comm;
  const ClusterOptions& options = job.options;
  session::PhaseClock& clock = job.clock;
  clock.enter("report");
  report::CollectOptions collect;
  collect.features = result.features.size();
  collect.clusters = chosen.fit.k();
  collect.seed = options.seed;
  report::ReportData data =
      report::collect_report_data(comm, rows_with_scores(songs, components, labels), collect);

  std::vector<RowIndex> wanted;
  for (const report::MapSong& song : data.songs) wanted.push_back(song.row);
  const TitledSongs titles =
      fetch_titles(comm, songs.file.info(), source_of(options, songs.file.info()), std::move(wanted));
  for (report::MapSong& song : data.songs) {
    const TitledSongs::Entry& titled = titles.of(song.row);
    song.title = titled.title;
    song.artist = titled.artist;
  }

  report::SilhouetteCounter silhouettes(chosen.fit.k());
  for (std::size_t i = 0; i < chosen.measured.size(); ++i) {
    const auto at = static_cast<std::size_t>(chosen.measured[i] - songs.shard.range().begin);
    silhouettes.add(labels[at], static_cast<double>(chosen.widths[i]));
  }
  silhouettes.reduce(comm);
  data.silhouette = silhouettes.widths();
  data.missing = songs.file.info().missing;
  data.not_numeric = songs.file.info().not_numeric;
  data.not_finite = songs.file.info().not_finite;
  return data;
}

std::vector<std::string> write_report(const Job& job, const model::RunResult& result,
                                      const report::ReportData& data) {
  const report::ReportOutcome outcome = comm::agree_on(job.comm, [&] {
    if (!job.comm.is_root()) return report::ReportOutcome{};
    return report::write_report(job.options.output, result, data, {.figures = job.options.figures});
  });
  for (const std::string& note : outcome.notes) job.console.say("  " + note);
  std::vector<std::string> written;
  for (const std::filesystem::path& file : outcome.files) written.push_back(file.string());
  return written;
}

}  // namespace chorus::jobs
