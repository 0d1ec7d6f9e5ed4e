#include "chorus/report/figures.hpp"

#include "chorus/report/page.hpp"
#include "chorus/report/page_data.hpp"
#include "chorus/report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace chorus::report {
namespace {

/// A number for gnuplot, to which an empty cell is "nan".
std::string number(double value) {
  return std::isfinite(value) ? fmt::format("{:.7g}", value) : "nan";
}

std::string cluster_label(const model::RunResult& result, std::size_t c) {
  return gnuplot_string(fmt::format("{} {}", c, result.profiles[c].name));
}

std::string choose_k(const model::RunResult& result) {
  std::string text = "# k silhouette half_95%_interval inertia\n";
  for (const quality::KScore& score : result.k_selection) {
    text += fmt::format("{} {} {} {}\n", score.k, number(score.silhouette),
                        number(1.96 * score.silhouette_se), number(score.inertia));
  }
  return text;
}

std::string sizes(const model::RunResult& result) {
  std::string text = "# cluster songs share_in_percent\n";
  for (std::size_t c = 0; c < result.profiles.size(); ++c) {
    text += fmt::format("{} {} {}\n", cluster_label(result, c), result.profiles[c].size,
                        number(100 * result.profiles[c].share));
  }
  return text;
}

/// A matrix with names for its columns and rows, as gnuplot's `matrix columnheaders rowheaders`.
template <class Value>
std::string matrix(const std::vector<std::string>& columns, const std::vector<std::string>& rows,
                   const Value& value) {
  std::string text = "\"\"";
  for (const std::string& name : columns) text.append(" ").append(name);
  text += '\n';
  for (std::size_t row = 0; row < rows.size(); ++row) {
    text += rows[row];
    for (std::size_t column = 0; column < columns.size(); ++column)
      text.append(" ").append(number(value(row, column)));
    text += '\n';
  }
  return text;
}

std::string map_points(const ReportData& data) {
  std::string text = "# pc1 pc2 cluster\n";
  for (const MapSong& song : data.songs) {
    fmt::format_to(std::back_inserter(text), "{:.5g} {:.5g} {}\n", song.pc1, song.pc2, song.cluster);
  }
  return text;
}

std::string map_centres(const ReportData& data) {
  std::string text = "# pc1 pc2 cluster\n";
  for (std::size_t c = 0; c < data.centroid_scores.size(); ++c) {
    text += fmt::format("{} {} \"{}\"\n", number(data.centroid_scores[c][0]),
                        number(data.centroid_scores[c][1]), c);
  }
  return text;
}

std::string map_density(const MapDensity& density) {
  std::string text = "# pc1 pc2 songs, at the middle of each cell\n";
  const auto side = static_cast<std::size_t>(density.side);
  const auto middle = [&](const Interval& window, std::size_t i) {
    return window.low + window.width() * (static_cast<double>(i) + 0.5) / static_cast<double>(side);
  };
  for (std::size_t cell = 0; cell < side * side; ++cell) {
    std::int64_t songs = 0;
    for (const auto& counts : density.counts) songs += counts[cell];
    fmt::format_to(std::back_inserter(text), "{:.5g} {:.5g} {}\n", middle(density.pc1, cell % side),
                   middle(density.pc2, cell / side), songs);
  }
  return text;
}

/// A violin a block (two blank lines between), features first: its outline around x = cluster, from the
/// bottom up on the right and down on the left.
std::string violins(const ReportData& data) {
  constexpr std::size_t kBins = 64;
  std::string text = "# outline: x value\n";
  for (const FeatureDistributions& feature : data.distributions) {
    for (std::size_t c = 0; c < feature.clusters.size(); ++c) {
      const auto& counts = feature.clusters[c].counts;
      std::vector<double> merged(std::min(kBins, counts.size()), 0.0);
      for (std::size_t i = 0; i < counts.size(); ++i) {
        merged[i * merged.size() / counts.size()] += static_cast<double>(counts[i]);
      }
      const double most =
          std::max(1.0, merged.empty() ? 0.0 : *std::max_element(merged.begin(), merged.end()));
      const auto point = [&](std::size_t bin, double side) {
        const double place = (static_cast<double>(bin) + 0.5) / static_cast<double>(merged.size());
        fmt::format_to(std::back_inserter(text), "{:.4f} {}\n",
                       static_cast<double>(c) + side * 0.42 * merged[bin] / most,
                       number(feature.window.low * (1 - place) + feature.window.high * place));
      };
      for (std::size_t bin = 0; bin < merged.size(); ++bin) point(bin, 1);
      for (std::size_t bin = merged.size(); bin-- > 0;) point(bin, -1);
      text += "\n\n";
    }
  }
  return text;
}

std::string boxes(const model::RunResult& result, const ReportData& data) {
  std::string text = "# a feature a block, its name first: cluster q05 q25 q50 q75 q95\n";
  for (std::size_t j = 0; j < data.distributions.size(); ++j) {
    text += gnuplot_string(result.features.at(j)) + "\n";
    for (std::size_t c = 0; c < data.distributions[j].clusters.size(); ++c) {
      const Distribution& one = data.distributions[j].clusters[c];
      text += fmt::format("{} {} {} {} {} {}\n", c, number(one.q05), number(one.q25), number(one.q50),
                          number(one.q75), number(one.q95));
    }
    text += "\n\n";
  }
  return text;
}

/// A cluster a block, its name first: the outline of its band, width and place from the top.
std::string silhouette(const model::RunResult& result, const SilhouetteWidths& widths) {
  std::string text = "# a cluster a block, its name first: width place\n";
  std::int64_t total = 0;
  for (const auto& counts : widths.counts) {
    for (const std::int64_t count : counts) total += count;
  }
  std::int64_t place = 0;
  for (std::size_t c = 0; c < widths.counts.size(); ++c) {
    const auto& counts = widths.counts[c];
    text += fmt::format("{}\n0 {}\n", cluster_label(result, c), place);
    for (std::size_t bin = counts.size(); bin-- > 0;) {
      if (counts[bin] == 0) continue;
      const double width = -1 + 2 * (static_cast<double>(bin) + 0.5) / static_cast<double>(counts.size());
      text += fmt::format("{0:.4f} {1}\n{0:.4f} {2}\n", width, place, place + counts[bin]);
      place += counts[bin];
    }
    text += fmt::format("0 {}\n\n\n", place);
    place += std::max<std::int64_t>(total / 50, 1);
  }
  return text;
}

std::string explained_variance(const model::PcaResult& pca) {
  std::string text = "# component percent cumulative_percent\n";
  double total = 0;
  for (std::size_t i = 0; i < pca.explained_variance_ratio.size(); ++i) {
    total += pca.explained_variance_ratio[i];
    text +=
        fmt::format("{} {} {}\n", i + 1, number(100 * pca.explained_variance_ratio[i]), number(100 * total));
  }
  return text;
}

std::string missing(const model::RunResult& result, const ReportData& data) {
  std::string text = "# feature cells_without_a_number\n";
  for (std::size_t j = 0; j < result.features.size(); ++j) {
    std::int64_t cells = 0;
    for (const auto* counts : {&data.missing, &data.not_numeric, &data.not_finite}) {
      if (j < counts->size()) cells += (*counts)[j];
    }
    text += fmt::format("{} {}\n", gnuplot_string(result.features[j]), cells);
  }
  return text;
}

std::string run_phases(const model::RunInfo& run) {
  std::string text = "# phase compute communication io waiting min mean max\n";
  for (const model::PhaseTiming& phase : run.phases) {
    text += fmt::format("{} {} {} {} {} {} {} {}\n", gnuplot_string(phase.name), number(phase.compute),
                        number(phase.communication), number(phase.io), number(phase.waiting),
                        number(phase.min), number(phase.mean), number(phase.max));
  }
  return text;
}

std::string run_memory(const model::RunInfo& run) {
  std::string text = "# rank peak_megabytes\n";
  for (std::size_t rank = 0; rank < run.peak_rss_bytes.size(); ++rank) {
    text += fmt::format("{} {:.3f}\n", rank, static_cast<double>(run.peak_rss_bytes[rank]) / 1e6);
  }
  return text;
}

/// The names of the studies, in order of appearance.
std::vector<std::string> studies_of(const std::vector<ScalingPoint>& points) {
  std::vector<std::string> studies;
  for (const ScalingPoint& point : points) {
    std::string study = point.study + ", " + point.origin;
    if (std::find(studies.begin(), studies.end(), study) == studies.end())
      studies.push_back(std::move(study));
  }
  return studies;
}

/// A study a block, its name first.
std::string run_scaling(const std::vector<ScalingPoint>& points) {
  std::string text = "# a study a block, its name first: ranks speed_up efficiency seconds low high\n";
  for (const std::string& study : studies_of(points)) {
    text += gnuplot_string(study) + "\n";
    for (const ScalingPoint& point : points) {
      if (point.study + ", " + point.origin != study) continue;
      text +=
          fmt::format("{} {} {} {} {} {}\n", point.ranks, number(point.speed_up), number(point.efficiency),
                      number(point.seconds), number(point.low), number(point.high));
    }
    text += "\n\n";
  }
  return text;
}

/// The script's first lines: numbers alone, since gnuplot runs what stands in them.
std::string preamble(const model::RunResult& result, const ReportData& data) {
  const auto score = std::find_if(result.k_selection.begin(), result.k_selection.end(),
                                  [&](const quality::KScore& one) { return one.k == result.choices.chosen; });
  double reach = 1;
  for (const auto& profile : result.profiles) {
    for (const double z : profile.z) reach = std::max(reach, std::abs(z));
  }
  std::string text =
      "# Figures of a Chorus report: edit at will, and run `gnuplot plots.gp` in this folder.\n";
  text += fmt::format("k = {}\nfeatures = {}\nchosen = {}\n", result.profiles.size(), result.features.size(),
                      result.choices.chosen);
  text += fmt::format("mean_silhouette = {}\n",
                      score == result.k_selection.end() ? "NaN" : number(score->silhouette));
  text += fmt::format("largest_deviation = {}\n", number(reach));
  const MapDensity& map = data.density;
  text += fmt::format("pc1_low = {}\npc1_high = {}\npc2_low = {}\npc2_high = {}\n", number(map.pc1.low),
                      number(map.pc1.high), number(map.pc2.low), number(map.pc2.high));
  const std::vector<double>& ratio = result.pca.explained_variance_ratio;
  text += fmt::format("pc1_percent = {}\npc2_percent = {}\n", number(ratio.empty() ? 0 : 100 * ratio[0]),
                      number(ratio.size() < 2 ? 0 : 100 * ratio[1]));
  text += fmt::format("have_map = {}\nhave_silhouette = {}\nhave_distributions = {}\n",
                      data.songs.empty() ? 0 : 1, data.silhouette.counts.empty() ? 0 : 1,
                      data.distributions.empty() ? 0 : 1);
  return text;
}

/// The same for what varies from run to run.
std::string run_preamble(const model::RunInfo& run, const ReportData& data) {
  return fmt::format("phases = {}\nranks = {}\nstudies = {}\n", run.phases.size(), run.peak_rss_bytes.size(),
                     studies_of(data.scaling).size());
}

}  // namespace

std::vector<TextFile> make_figures(const model::RunResult& result, const ReportData& data) {
  std::vector<std::string> features;
  for (const std::string& name : result.features) features.push_back(gnuplot_string(name));
  std::vector<std::string> clusters;
  for (std::size_t c = 0; c < result.profiles.size(); ++c) clusters.push_back(cluster_label(result, c));
  std::vector<std::string> components;
  for (std::size_t i = 0; i < result.pca.components.size(); ++i)
    components.push_back(fmt::format("\"PC{}\"", i + 1));
  const auto means = unit_means(result, data);

  std::vector<TextFile> files = {
      {"plots/plots.gp", preamble(result, data) + std::string(assets().plots)},
      {"plots/run.gp", run_preamble(result.run, data)},
      {"plots/choose_k.dat", choose_k(result)},
      {"plots/sizes.dat", sizes(result)},
      {"plots/heat_map.dat",
       matrix(features, clusters, [&](std::size_t c, std::size_t j) { return result.profiles[c].z[j]; })},
      {"plots/unit_means.dat",
       matrix(clusters, features, [&](std::size_t j, std::size_t c) { return means[c][j]; })},
      {"plots/map.dat", map_points(data)},
      {"plots/map_centres.dat", map_centres(data)},
      {"plots/map_density.dat", map_density(data.density)},
      {"plots/violins.dat", violins(data)},
      {"plots/boxes.dat", boxes(result, data)},
      {"plots/silhouette.dat", silhouette(result, data.silhouette)},
      {"plots/explained_variance.dat", explained_variance(result.pca)},
      {"plots/loadings.dat",
       matrix(components, features,
              [&](std::size_t j, std::size_t i) { return result.pca.components[i][j]; })},
      {"plots/correlation.dat",
       matrix(features, features, [&](std::size_t i, std::size_t j) { return result.correlation[i][j]; })},
      {"plots/missing.dat", missing(result, data)},
      {"plots/run_phases.dat", run_phases(result.run)},
      {"plots/run_memory.dat", run_memory(result.run)},
  };
  if (!data.scaling.empty()) files.push_back({"plots/run_scaling.dat", run_scaling(data.scaling)});
  return files;
}

std::vector<TextFile> make_scaling_figures(const std::vector<ScalingPoint>& points,
                                           const std::vector<TimeShares>& times) {
  int least = points.front().ranks;
  for (const ScalingPoint& point : points) least = std::min(least, point.ranks);
  std::string shares = "# point computing communicating files waiting, % of the ranks' time\n";
  for (const TimeShares& time : times) {
    shares +=
        fmt::format("{} {} {} {} {}\n", gnuplot_string(time.name), number(100 * time.compute),
                    number(100 * time.communication), number(100 * time.io), number(100 * time.waiting));
  }
  const std::string preamble = fmt::format(
      "# Figures of a scaling study: edit at will, and run `gnuplot plots.gp` in this folder.\n"
      "studies = {}\nleast = {}\n",
      studies_of(points).size(), least);
  return {{"plots/plots.gp", preamble + std::string(assets().scaling_plots)},
          {"plots/run_scaling.dat", run_scaling(points)},
          {"plots/run_time.dat", shares}};
}

}  // namespace chorus::report
