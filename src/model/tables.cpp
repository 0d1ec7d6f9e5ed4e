#include "chorus/model/tables.hpp"

#include "chorus/core/csv_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>

namespace chorus::model {

namespace {

std::string number(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

void append(std::string& line, const std::vector<double>& values) {
  for (const double value : values) line += ',' + number(value);
}

}  // namespace

std::string k_selection_csv(const RunResult& result) {
  std::string text =
      "k,inertia,silhouette,silhouette_se,silhouette_rows,davies_bouldin,calinski_harabasz,iterations,"
      "restart,"
      "chosen,sizes,stop\n";
  for (const quality::KScore& score : result.k_selection) {
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", score.k, number(score.inertia),
                        number(score.silhouette), number(score.silhouette_se), score.silhouette_rows,
                        number(score.davies_bouldin), number(score.calinski_harabasz), score.iterations,
                        score.restart, score.k == result.choices.chosen ? 1 : 0, fmt::join(score.sizes, " "),
                        score.stop);
  }
  return text;
}

std::string cluster_profiles_csv(const RunResult& result) {
  std::string text = "cluster,name,use_case,size,share";
  for (const std::string_view prefix : {"mean_", "sd_", "z_"}) {
    for (const std::string& feature : result.features) {
      text += ',' + csv_text(std::string(prefix) + feature);
    }
  }
  text += '\n';
  for (std::size_t c = 0; c < result.profiles.size(); ++c) {
    const ClusterProfile& profile = result.profiles[c];
    text += fmt::format("{},{},{},{},{}", c, csv_text(profile.name), csv_text(profile.use_case), profile.size,
                        number(profile.share));
    append(text, profile.mean);
    append(text, profile.deviation);
    append(text, profile.z);
    text += '\n';
  }
  return text;
}

}  // namespace chorus::model
