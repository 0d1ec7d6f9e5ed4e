#include "chorus/report/page_data.hpp"

#include "chorus/report/json_form.hpp"
#include "chorus/report/packed.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <unordered_map>

namespace chorus::report {
namespace {

constexpr std::size_t kMostTitle = 120;  // code points
constexpr std::size_t kMostArtist = 80;

/// Rows, positions, clusters and values as packed columns; texts as lists, each artist once.
Json songs_json(const model::RunResult& result, const ReportData& data, std::size_t songs) {
  std::vector<const MapSong*> shown;
  for (const MapSong& song : std::span(data.songs).first(std::min(songs, data.songs.size())))
    shown.push_back(&song);
  std::sort(shown.begin(), shown.end(), [](const MapSong* a, const MapSong* b) { return a->row < b->row; });

  std::vector<std::int64_t> row_steps;
  std::vector<std::int64_t> clusters;
  std::vector<std::int64_t> artist_numbers;
  std::vector<double> pc1;
  std::vector<double> pc2;
  std::unordered_map<std::string, std::int64_t> known_artists;
  Json titles = Json::array();
  Json artists = Json::array();
  RowIndex last_row = 0;
  for (const MapSong* song : shown) {
    row_steps.push_back(song->row - last_row);
    last_row = song->row;
    clusters.push_back(song->cluster);
    pc1.push_back(song->pc1);
    pc2.push_back(song->pc2);
    titles.push_back(display_text(song->title, kMostTitle));
    const auto [artist, added] =
        known_artists.try_emplace(display_text(song->artist, kMostArtist), artists.size());
    if (added) artists.push_back(artist->first);
    artist_numbers.push_back(artist->second);
  }
  // Song by song: the values of one lie together.
  std::vector<std::vector<double>> columns(result.features.size(), std::vector<double>(shown.size()));
  for (std::size_t i = 0; i < shown.size(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j) columns[j][i] = shown[i]->values.at(j);
  }
  Json json;
  json["count"] = shown.size();
  json["rows"] = packed_integers(row_steps);
  json["clusters"] = packed_integers(clusters);
  json["pc1"] = {{"range", to_json_form(range_of(pc1))}, {"values", packed_fractions(pc1, range_of(pc1))}};
  json["pc2"] = {{"range", to_json_form(range_of(pc2))}, {"values", packed_fractions(pc2, range_of(pc2))}};
  json["features"] = Json::array();
  for (const std::vector<double>& column : columns) {
    const Interval range = range_of(column);
    json["features"].push_back({{"range", to_json_form(range)}, {"values", packed_fractions(column, range)}});
  }
  json["titles"] = std::move(titles);
  json["artists"] = std::move(artists);
  json["artist_of"] = packed_integers(artist_numbers);
  return json;
}

Json density_json(const MapDensity& density) {
  Json json{{"side", density.side},
            {"pc1", to_json_form(density.pc1)},
            {"pc2", to_json_form(density.pc2)},
            {"outside", density.outside},
            {"counts", Json::array()}};
  for (const auto& counts : density.counts) json["counts"].push_back(packed_counts(counts));
  return json;
}

/// Bins of a violin: few enough that all violins together stay near 128 KiB.
std::size_t violin_bins(std::size_t violins) {
  std::size_t bins = 64;
  while (bins > 8 && violins * bins > (std::size_t{1} << 17U)) bins /= 2;
  return bins;
}

/// The outline of a violin: counts merged into `bins`, as bytes in proportion to the largest.
std::string outline(const std::vector<std::int64_t>& counts, std::size_t bins) {
  std::vector<std::int64_t> merged(std::min(bins, counts.size()), 0);
  for (std::size_t i = 0; i < counts.size(); ++i) merged[i * merged.size() / counts.size()] += counts[i];
  const std::int64_t largest = merged.empty() ? 0 : *std::max_element(merged.begin(), merged.end());
  std::vector<std::uint8_t> bytes;
  for (const std::int64_t count : merged) {
    const double part = largest == 0 ? 0 : static_cast<double>(count) / static_cast<double>(largest);
    bytes.push_back(static_cast<std::uint8_t>(std::nearbyint(part * 255)));
  }
  return base64(bytes);
}

Json distributions_json(const ReportData& data) {
  std::size_t violins = 0;
  for (const auto& feature : data.distributions) violins += feature.clusters.size();
  Json list = Json::array();
  for (const auto& feature : data.distributions) {
    Json clusters = Json::array();
    for (const Distribution& one : feature.clusters) {
      const std::vector<double> quantiles = {one.q05, one.q25, one.q50, one.q75, one.q95};
      clusters.push_back({{"quantiles", to_json_form(quantiles)},
                          {"below", one.below},
                          {"above", one.above},
                          {"outline", outline(one.counts, violin_bins(violins))}});
    }
    list.push_back({{"window", to_json_form(feature.window)}, {"clusters", std::move(clusters)}});
  }
  return list;
}

Json silhouette_json(const SilhouetteWidths& silhouette) {
  Json json{{"bins", silhouette.counts.empty() ? 0 : silhouette.counts.front().size()},
            {"mean", to_json_form(silhouette.mean)},
            {"counts", Json::array()}};
  for (const auto& counts : silhouette.counts) json["counts"].push_back(packed_counts(counts));
  return json;
}

}  // namespace

std::vector<Interval> unit_intervals(const model::RunResult& result, const ReportData& data) {
  std::vector<Interval> intervals;
  for (std::size_t j = 0; j < result.features.size(); ++j) {
    const bool natural = result.minimum.at(j) >= 0 && result.maximum.at(j) <= 1;
    intervals.push_back(natural || j >= data.distributions.size() ? Interval{0, 1}
                                                                  : data.distributions[j].window);
  }
  return intervals;
}

std::vector<std::vector<double>> unit_means(const model::RunResult& result, const ReportData& data) {
  const std::vector<Interval> intervals = unit_intervals(result, data);
  std::vector<std::vector<double>> means;
  for (const model::ClusterProfile& profile : result.profiles) {
    auto& of_cluster = means.emplace_back();
    for (std::size_t j = 0; j < intervals.size(); ++j) {
      const auto& [low, high] = intervals[j];
      of_cluster.push_back(std::clamp((profile.mean.at(j) / 2 - low / 2) / (high / 2 - low / 2), 0.0, 1.0));
    }
  }
  return means;
}

std::string page_data(const model::RunResult& result, const ReportData& data, std::size_t songs) {
  Json json = to_json_form(result);
  json["unit"] = {{"intervals", to_json_form(unit_intervals(result, data))},
                  {"means", to_json_form(unit_means(result, data))}};
  json["centroid_scores"] = to_json_form(data.centroid_scores);
  json["missing"] = to_json_form(data.missing);
  json["not_numeric"] = to_json_form(data.not_numeric);
  json["not_finite"] = to_json_form(data.not_finite);
  json["density"] = density_json(data.density);
  json["distributions"] = distributions_json(data);
  json["silhouette_widths"] = silhouette_json(data.silhouette);
  json["songs"] = songs_json(result, data, songs);
  return json.dump();
}

std::string page_run(const model::RunResult& result, const ReportData& data) {
  Json json = to_json_form(result.run);
  json["options"] = to_json_form(result.options);
  json["scaling"] = to_json_form(data.scaling);
  return json.dump();
}

}  // namespace chorus::report
