#include "support/made_up_report.hpp"

#include "chorus/core/random.hpp"
#include "chorus/report/density_grid.hpp"
#include "chorus/report/display_window.hpp"
#include "chorus/report/feature_histograms.hpp"
#include "chorus/report/map_sample.hpp"
#include "chorus/report/silhouette_counter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace chorus::test {
namespace {

using report::Interval;
constexpr std::size_t kFeatures = 6;
constexpr std::array<const char*, kFeatures> kNames = {"energy",   "acousticness", "valence",
                                                       "loudness", "tempo",        "duration_ms"};
constexpr std::array<double, kFeatures> kMiddle = {0.5, 0.5, 0.5, -12, 120, 220'000};
constexpr std::array<double, kFeatures> kSpread = {0.12, 0.12, 0.12, 3, 20, 40'000};

double draw(std::uint64_t row, std::uint32_t number) {
  return 2 * random_unit(11, Purpose::kSynthetic, row, number) - 1;
}

/// The rows of the catalogue with their clusters (row mod k, so that sizes nearly agree) and a made-up plane.
struct Rows {
  std::vector<double> values, scores;
  std::vector<Label> labels;
};

Rows make_rows(const MadeUp& options) {
  Rows rows;
  for (std::size_t row = 0; row < options.songs; ++row) {
    const auto cluster = static_cast<Label>(row % static_cast<std::size_t>(options.clusters));
    rows.labels.push_back(cluster);
    for (std::uint32_t j = 0; j < kFeatures; ++j) {
      const double centre = std::fmod(0.37 * (cluster + 1) * (j + 1), 1.0) * 2 - 1;
      const double value = kMiddle[j] + kSpread[j] * (1.4 * centre + draw(row, j));
      rows.values.push_back(j < 3 ? std::clamp(value, 0.0, 1.0) : value);
    }
    rows.scores.push_back(3 * (cluster % 3) - 3 + draw(row, 20) + 0.5 * draw(row, 21));
    rows.scores.push_back(2.5 * (static_cast<double>(cluster) / 3) - 2 + draw(row, 22) + 0.5 * draw(row, 23));
  }
  return rows;
}

void fill_statistics(const Rows& rows, model::RunResult& result) {
  const auto n = static_cast<double>(rows.labels.size());
  for (std::size_t j = 0; j < kFeatures; ++j) {
    double sum = 0;
    double low = rows.values[j];
    double high = low;
    for (std::size_t i = j; i < rows.values.size(); i += kFeatures) {
      sum += rows.values[i];
      low = std::min(low, rows.values[i]);
      high = std::max(high, rows.values[i]);
    }
    double squares = 0;
    for (std::size_t i = j; i < rows.values.size(); i += kFeatures)
      squares += std::pow(rows.values[i] - sum / n, 2);
    result.features.emplace_back(kNames[j]);
    result.mean.push_back(sum / n);
    result.standard_deviation.push_back(std::sqrt(squares / n));
    result.minimum.push_back(low);
    result.maximum.push_back(high);
    std::vector<double> row(kFeatures);
    for (std::size_t i = 0; i < kFeatures; ++i) row[i] = i == j ? 1 : (i + j) % 3 == 0 ? -0.6 : 0.2;
    result.correlation.push_back(row);
  }
  result.scaler.shift = result.mean;
  result.scaler.scale = result.standard_deviation;
}

void fill_profiles(const MadeUp& options, const Rows& rows, model::RunResult& result) {
  static const std::array<const char*, 4> kKinds = {"Energetic / Dance", "Calm / Acoustic", "Speech",
                                                    "Upbeat / Happy"};
  static const std::array<const char*, 4> kUses = {"party, workout", "chill", "podcast-like", "driving"};
  for (int c = 0; c < options.clusters; ++c) {
    model::ClusterProfile profile;
    profile.mean.assign(kFeatures, 0);
    for (std::size_t i = 0; i < rows.labels.size(); ++i) {
      if (rows.labels[i] != c) continue;
      ++profile.size;
      for (std::size_t j = 0; j < kFeatures; ++j) profile.mean[j] += rows.values[i * kFeatures + j];
      if (profile.typical.size() < 3) {
        profile.typical.push_back({static_cast<RowIndex>(i), 0.5 + 0.1 * static_cast<double>(i % 7),
                                   "Song " + std::to_string(i), "Artist " + std::to_string(i % 40)});
      }
    }
    for (std::size_t j = 0; j < kFeatures; ++j) {
      profile.mean[j] /= static_cast<double>(profile.size);
      profile.deviation.push_back(kSpread[j] / 2);
      profile.z.push_back((profile.mean[j] - result.mean[j]) / result.standard_deviation[j]);
    }
    profile.share = static_cast<double>(profile.size) / static_cast<double>(rows.labels.size());
    profile.name = kKinds[static_cast<std::size_t>(c) % 4];
    profile.use_case = kUses[static_cast<std::size_t>(c) % 4];
    profile.evidence = {"energy +0.8 sd", "acousticness -0.6 sd"};
    result.centroids.push_back(profile.z);
    result.centroids_original.push_back(profile.mean);
    result.profiles.push_back(profile);
  }
}

void fill_choice(const MadeUp& options, model::RunResult& result) {
  for (int k = 2; k <= 9; ++k) {
    quality::KScore score;
    score.k = k;
    score.inertia = 9000.0 / k + 40 * (9 - k);
    score.silhouette = 0.42 - 0.03 * std::abs(k - options.clusters);
    score.silhouette_se = 0.004;
    score.silhouette_rows = static_cast<RowIndex>(options.songs / 2);
    score.davies_bouldin = 1.1 + 0.07 * std::abs(k - 5);
    score.calinski_harabasz = 900 - 40 * k;
    score.sizes.assign(static_cast<std::size_t>(k), static_cast<RowIndex>(options.songs) / k);
    result.k_selection.push_back(score);
  }
  result.choices = {options.clusters,
                    "silhouette",
                    options.clusters,
                    0,
                    5,
                    2,
                    "The silhouette is highest here; the criteria disagree."};
}

void fill_run(model::RunInfo& run) {
  run = {"0.0.0",
         "2024-02-29T12:00:00Z",
         "chorus cluster made-up.csv",
         "made-up.csv",
         2,
         {"alpha", "beta"},
         "",
         "AVX2",
         12.5,
         {},
         {90'000'000, 80'000'000}};
  for (const char* name : {"ingest", "lloyd", "silhouette", "export"}) {
    const double s = 1 + static_cast<double>(std::string_view(name).size() % 4);
    run.phases.push_back({name, 0.9 * s, s, 1.2 * s, 0.6 * s, 0.2 * s, 0.1 * s, 0.1 * s, 1'000'000, 40});
  }
}

std::vector<report::ScalingPoint> made_up_scaling() {
  std::vector<report::ScalingPoint> points;
  for (int ranks = 1; ranks <= 16; ranks *= 2) {
    const double speed_up = ranks / (1 + 0.03 * (ranks - 1));
    const std::string origin = ranks <= 4 ? "measured" : "predicted";
    points.push_back({"strong", origin, ranks, 1, 600, 40 / speed_up, 39 / speed_up, 42 / speed_up, speed_up,
                      speed_up / ranks, 0.01 * ranks});
    points.push_back({"weak", origin, ranks, 1, 600 * ranks, 40.0 + ranks, 39.0 + ranks, 42.0 + ranks,
                      ranks * 40 / (40.0 + ranks), 40 / (40.0 + ranks), 0.01 * ranks});
  }
  return points;
}

/// Gives everything that has a name one of `names`.
void rename(report::StoredReport& made, const std::vector<std::string>& names) {
  model::RunResult& result = made.result;
  report::ReportData& data = made.data;
  for (std::size_t i = 0; i < data.songs.size(); ++i) {
    data.songs[i].title = names[i % names.size()];
    data.songs[i].artist = names[(i * 5 + 3) % names.size()];
  }
  for (std::size_t c = 0; c < result.profiles.size(); ++c) {
    result.profiles[c].name = names[c % names.size()];
    result.profiles[c].use_case = names[(c + 1) % names.size()];
    result.profiles[c].evidence = {names[(c + 2) % names.size()]};
    for (model::TypicalSong& song : result.profiles[c].typical)
      song.title = song.artist = names[(c + 3) % names.size()];
  }
  for (std::size_t j = 0; j < kFeatures; ++j) result.features[j] = names[j % names.size()];
  result.choices.why = names.front();
  result.warnings = {names.front(), names[1 % names.size()]};
  result.run.input = names[1 % names.size()];
  result.run.command = names.front();
  result.run.hosts = {names[2 % names.size()]};
  result.options[names.front()] = names[1 % names.size()];
}

}  // namespace

const std::vector<std::string>& hostile_names() {
  static const std::vector<std::string> kHostile = {
      "</script><script>window.attacked=1</script>",
      "<img src=x onerror=\"window.attacked=2\">",
      "\"><svg onload=window.attacked=3>",
      "{{constructor.constructor('window.attacked=4')()}}",
      "`;window.attacked=5;//${window.attacked=5}",
      "<!--<script>window.attacked=6",
      "]]></style><style>body{display:none}</style>",
      "javascript:window.attacked=7",
      std::string("nul\0tab\tbell\aesc\x1b[31m del\x7f", 26),
      "latin-1 caf\xE9, overlong \xC0\xAF, surrogate \xED\xA0\x80, cut \xF0\x9F",
      "right \xE2\x80\xAE to left",
      "line\xE2\x80\xA8separator \xE2\x80\xA9paragraph",
      "&lt;b&gt; &amp; &#60;",
      "=cmd|' /C calc'!A0,\"quoted\",comma",
      "{a|b}{c|d}\n{@[0]} %s %n",
      std::string(5000, 'x'),
  };
  return kHostile;
}

report::StoredReport make_up_report(const MadeUp& options) {
  const Rows rows = make_rows(options);
  report::StoredReport made;
  model::RunResult& result = made.result;
  result.fingerprint = "0123456789abcdef0123456789abcdef";
  result.rows_used = static_cast<RowIndex>(options.songs);
  result.rows = result.rows_used + 7;
  result.dropped = {{"missing", 5}, {"below_min", 2}};
  result.space = "standardized features";
  result.seeding = "k-means++";
  result.restarts = 10;
  result.tolerance = 1e-4;
  result.tolerance_absolute = 1e-4;
  fill_statistics(rows, result);
  fill_profiles(options, rows, result);
  fill_choice(options, result);
  result.pca.explained_variance_ratio = {0.41, 0.22, 0.14, 0.11, 0.08, 0.04};
  result.pca.components = {{0.6, -0.5, 0.3, 0.5, 0.2, 0.1}, {0.1, 0.2, 0.7, -0.2, 0.5, -0.4}};
  result.options = {{"k", "2:9"}, {"output", "results"}};
  fill_run(result.run);

  const report::RowBlock block{0, rows.values, rows.scores, rows.labels};
  std::vector<report::WindowCounter> axes(kFeatures + 2);
  for (std::size_t i = 0; i < rows.labels.size(); ++i) {
    for (std::size_t j = 0; j < kFeatures; ++j) axes[j].add(rows.values[i * kFeatures + j]);
    for (std::size_t j = 0; j < 2; ++j) axes[kFeatures + j].add(rows.scores[i * 2 + j]);
  }
  std::vector<Interval> windows;
  for (std::size_t j = 0; j < kFeatures; ++j) windows.push_back(axes[j].window());
  report::FeatureHistograms histograms(windows, options.clusters);
  histograms.add(block);
  report::DensityGrid grid(axes[kFeatures].window(), axes[kFeatures + 1].window(), 1000, options.clusters);
  grid.add(block);
  report::SilhouetteCounter widths(options.clusters);
  for (std::size_t i = 0; i < rows.labels.size(); i += 3)
    widths.add(rows.labels[i], 0.35 + 0.45 * draw(i, 40));
  report::ReportData& data = made.data;
  for (std::size_t i = 0; i < rows.labels.size(); ++i) {
    const auto at = rows.values.begin() + static_cast<std::ptrdiff_t>(i * kFeatures);
    data.songs.push_back({static_cast<RowIndex>(i),
                          rows.scores[i * 2],
                          rows.scores[i * 2 + 1],
                          rows.labels[i],
                          {at, at + kFeatures},
                          "Song " + std::to_string(i),
                          "Artist " + std::to_string(i % 40)});
  }
  data.density = grid.density();
  data.centroid_scores = grid.centroid_scores();
  data.distributions = histograms.distributions();
  data.silhouette = widths.widths();
  data.missing = {0, 2, 0, 3, 0, 0};
  data.not_numeric.assign(kFeatures, 0);
  data.not_finite.assign(kFeatures, 0);
  if (options.scaling) data.scaling = made_up_scaling();
  if (options.hostile || !options.names.empty())
    rename(made, options.names.empty() ? hostile_names() : options.names);
  return made;
}

}  // namespace chorus::test
