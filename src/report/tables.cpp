#include "chorus/report/tables.hpp"

#include "chorus/report/csv_table.hpp"
#include "chorus/report/page_data.hpp"
#include "chorus/report/run_tables.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace chorus::report {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double edge(const Interval& window, std::size_t i, std::size_t bins) {
  const double place = static_cast<double>(i) / static_cast<double>(bins);
  return window.low * (1 - place) + window.high * place;
}

std::string clusters_table(const model::RunResult& result, const ReportData& data) {
  CsvTable table{"cluster", "name", "songs", "share", "mean_silhouette", "mean_pc1", "mean_pc2"};
  for (std::size_t c = 0; c < result.profiles.size(); ++c) {
    const model::ClusterProfile& profile = result.profiles[c];
    table.add(c).add(profile.name).add(profile.size).add(profile.share);
    table.add(c < data.silhouette.mean.size() ? data.silhouette.mean[c] : kNone);
    for (std::size_t i : {0U, 1U})
      table.add(c < data.centroid_scores.size() ? data.centroid_scores[c][i] : kNone);
    table.end();
  }
  return table.text();
}

std::string unit_means_table(const model::RunResult& result, const ReportData& data) {
  CsvTable table{"cluster", "feature", "mean_0_to_1", "value_at_0", "value_at_1"};
  const auto means = unit_means(result, data);
  const auto intervals = unit_intervals(result, data);
  for (std::size_t c = 0; c < means.size(); ++c) {
    for (std::size_t j = 0; j < result.features.size(); ++j) {
      table.record(c, result.features[j], means[c][j], intervals[j].low, intervals[j].high);
    }
  }
  return table.text();
}

std::string centroids_table(const model::RunResult& result) {
  CsvTable table{"cluster", "feature", "mean", "deviation", "standard_deviations_from_mean"};
  for (std::size_t c = 0; c < result.profiles.size(); ++c) {
    const model::ClusterProfile& profile = result.profiles[c];
    for (std::size_t j = 0; j < result.features.size(); ++j) {
      table.record(c, result.features[j], profile.mean.at(j), profile.deviation.at(j), profile.z.at(j));
    }
  }
  return table.text();
}

std::string typical_songs_table(const model::RunResult& result) {
  CsvTable table{"cluster", "place", "row", "title", "artist", "distance"};
  for (std::size_t c = 0; c < result.profiles.size(); ++c) {
    std::size_t place = 0;
    for (const model::TypicalSong& song : result.profiles[c].typical) {
      table.record(c, ++place, song.row, song.title, song.artist, song.distance);
    }
  }
  return table.text();
}

std::string map_songs_table(const model::RunResult& result, const ReportData& data) {
  CsvTable table;
  table.add("row").add("title").add("artist").add("cluster").add("pc1").add("pc2");
  for (const std::string& feature : result.features) table.add(feature);
  table.end();
  std::vector<const MapSong*> songs;
  for (const MapSong& song : data.songs) songs.push_back(&song);
  std::sort(songs.begin(), songs.end(), [](const MapSong* a, const MapSong* b) { return a->row < b->row; });
  for (const MapSong* song : songs) {
    table.add(song->row).add(song->title).add(song->artist).add(song->cluster).add(song->pc1).add(song->pc2);
    for (const double value : song->values) table.add(value);
    table.end();
  }
  return table.text();
}

std::string map_density_table(const MapDensity& density) {
  CsvTable table{"cluster", "pc1_from", "pc1_to", "pc2_from", "pc2_to", "songs"};
  const auto side = static_cast<std::size_t>(density.side);
  for (std::size_t c = 0; c < density.counts.size(); ++c) {
    for (std::size_t cell = 0; cell < density.counts[c].size(); ++cell) {
      if (density.counts[c][cell] == 0) continue;
      const std::size_t x = cell % side;
      const std::size_t y = cell / side;
      table.record(c, edge(density.pc1, x, side), edge(density.pc1, x + 1, side), edge(density.pc2, y, side),
                   edge(density.pc2, y + 1, side), density.counts[c][cell]);
    }
  }
  return table.text();
}

std::string distributions_table(const model::RunResult& result, const ReportData& data) {
  CsvTable table{"feature", "cluster", "q05", "q25", "q50", "q75", "q95", "below_window", "above_window"};
  for (std::size_t j = 0; j < data.distributions.size(); ++j) {
    for (std::size_t c = 0; c < data.distributions[j].clusters.size(); ++c) {
      const Distribution& one = data.distributions[j].clusters[c];
      table.record(result.features.at(j), c, one.q05, one.q25, one.q50, one.q75, one.q95, one.below,
                   one.above);
    }
  }
  return table.text();
}

std::string histograms_table(const model::RunResult& result, const ReportData& data) {
  CsvTable table{"feature", "cluster", "from", "to", "songs"};
  for (std::size_t j = 0; j < data.distributions.size(); ++j) {
    const FeatureDistributions& feature = data.distributions[j];
    for (std::size_t c = 0; c < feature.clusters.size(); ++c) {
      const auto& counts = feature.clusters[c].counts;
      for (std::size_t bin = 0; bin < counts.size(); ++bin) {
        if (counts[bin] == 0) continue;
        table.record(result.features.at(j), c, edge(feature.window, bin, counts.size()),
                     edge(feature.window, bin + 1, counts.size()), counts[bin]);
      }
    }
  }
  return table.text();
}

std::string silhouette_table(const SilhouetteWidths& silhouette) {
  CsvTable table{"cluster", "width_from", "width_to", "songs"};
  for (std::size_t c = 0; c < silhouette.counts.size(); ++c) {
    const auto& counts = silhouette.counts[c];
    for (std::size_t bin = counts.size(); bin-- > 0;) {  // as in the plot: the widest first
      if (counts[bin] == 0) continue;
      table.record(c, edge({-1, 1}, bin, counts.size()), edge({-1, 1}, bin + 1, counts.size()), counts[bin]);
    }
  }
  return table.text();
}

std::string explained_variance_table(const model::PcaResult& pca) {
  CsvTable table{"component", "explained_variance_ratio", "cumulative"};
  double total = 0;
  for (std::size_t i = 0; i < pca.explained_variance_ratio.size(); ++i) {
    total += pca.explained_variance_ratio[i];
    table.record(i + 1, pca.explained_variance_ratio[i], total);
  }
  return table.text();
}

std::string loadings_table(const model::RunResult& result) {
  CsvTable table;
  table.add("feature");
  for (std::size_t i = 0; i < result.pca.components.size(); ++i) table.add("pc" + std::to_string(i + 1));
  table.end();
  for (std::size_t j = 0; j < result.features.size(); ++j) {
    table.add(result.features[j]);
    for (const auto& component : result.pca.components) table.add(component.at(j));
    table.end();
  }
  return table.text();
}

std::string correlation_table(const model::RunResult& result) {
  CsvTable table;
  table.add("feature");
  for (const std::string& feature : result.features) table.add(feature);
  table.end();
  for (std::size_t i = 0; i < result.features.size(); ++i) {
    table.add(result.features[i]);
    for (const double value : result.correlation.at(i)) table.add(value);
    table.end();
  }
  return table.text();
}

std::string features_table(const model::RunResult& result, const ReportData& data) {
  CsvTable table{"feature", "mean",    "standard_deviation", "minimum",
                 "maximum", "missing", "not_numeric",        "not_finite"};
  const auto cells = [&](const std::vector<std::int64_t>& counts, std::size_t j) {
    if (j < counts.size()) {
      table.add(counts[j]);
    } else {
      table.add("");
    }
  };
  for (std::size_t j = 0; j < result.features.size(); ++j) {
    table.add(result.features[j]).add(result.mean.at(j)).add(result.standard_deviation.at(j));
    table.add(result.minimum.at(j)).add(result.maximum.at(j));
    cells(data.missing, j);
    cells(data.not_numeric, j);
    cells(data.not_finite, j);
    table.end();
  }
  return table.text();
}

std::string rows_table(const model::RunResult& result) {
  CsvTable table{"rows", "number"};
  table.record("read", result.rows);
  for (const auto& [reason, rows] : result.dropped) table.record("left out: " + reason, rows);
  table.record("used", result.rows_used);
  table.record("records not read", result.skipped_records);
  for (const auto& [feature, values] : result.filled)
    table.record("values filled with the mean, " + feature, values);
  return table.text();
}

}  // namespace

std::vector<TextFile> make_tables(const model::RunResult& result, const ReportData& data) {
  std::vector<TextFile> files = {
      {"tables/clusters.csv", clusters_table(result, data)},
      {"tables/centroids.csv", centroids_table(result)},
      {"tables/unit_means.csv", unit_means_table(result, data)},
      {"tables/typical_songs.csv", typical_songs_table(result)},
      {"tables/map_songs.csv", map_songs_table(result, data)},
      {"tables/map_density.csv", map_density_table(data.density)},
      {"tables/distributions.csv", distributions_table(result, data)},
      {"tables/histograms.csv", histograms_table(result, data)},
      {"tables/silhouette.csv", silhouette_table(data.silhouette)},
      {"tables/explained_variance.csv", explained_variance_table(result.pca)},
      {"tables/loadings.csv", loadings_table(result)},
      {"tables/correlation.csv", correlation_table(result)},
      {"tables/features.csv", features_table(result, data)},
      {"tables/rows.csv", rows_table(result)},
  };
  for (TextFile& file : make_run_tables(result.run, data)) files.push_back(std::move(file));
  return files;
}

}  // namespace chorus::report
