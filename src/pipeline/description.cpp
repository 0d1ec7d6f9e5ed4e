#include "chorus/pipeline/description.hpp"

#include "chorus/model/cluster_names.hpp"

#include <utility>

namespace chorus::pipeline {
namespace {

/// shift and scale as a user of scikit-learn knows them: scaled = (value - shift) / scale.
model::Scaler scaler_of(const PreparedRows& prepared) {
  model::Scaler scaler;
  scaler.kind = features::scaling_name(prepared.scaler.scaling);
  scaler.scale = prepared.scaler.scale;
  for (std::size_t j = 0; j < prepared.scaler.width(); ++j) {
    switch (prepared.scaler.scaling) {
      case features::Scaling::kStandard:
        scaler.shift.push_back(prepared.scaler.mean[j]);
        break;
      case features::Scaling::kMinMax:
        scaler.shift.push_back(prepared.moments.min[j]);
        break;
      case features::Scaling::kNone:
        scaler.shift.push_back(0);
        break;
    }
  }
  return scaler;
}

void describe_songs(const PreparedRows& prepared, const std::vector<std::string>& features,
                    model::RunResult& result) {
  const features::Moments& moments = prepared.moments;
  const std::size_t d = moments.width();
  result.rows = moments.rows;
  result.rows_used = moments.count;
  for (std::size_t a = 1; a < features::kAbsences; ++a) {
    if (moments.dropped[a] > 0) {
      result.dropped[std::string(features::absence_name(static_cast<features::Absence>(a)))] =
          moments.dropped[a];
    }
  }
  for (std::size_t j = 0; j < d; ++j) {
    if (moments.filled[j] > 0) result.filled[features[j]] = moments.filled[j];
  }
  result.features = features;
  result.mean = moments.mean;
  result.minimum = moments.min;
  result.maximum = moments.max;
  for (std::size_t a = 0; a < d; ++a) {
    result.standard_deviation.push_back(moments.deviation(a));
    std::vector<double> row;
    for (std::size_t b = 0; b < d; ++b) row.push_back(moments.correlation(a, b));
    result.correlation.push_back(std::move(row));
  }
}

void describe_centroids(const features::Scaler& scaler, const features::Clustering& clustering,
                        model::RunResult& result) {
  const std::size_t d = scaler.width();
  for (std::size_t c = 0; c < clustering.clusters(); ++c) {
    std::vector<double> scaled;
    std::vector<double> original;
    for (std::size_t j = 0; j < d; ++j) {
      const double coordinate = clustering.centroids[c * d + j];
      scaled.push_back(scaler.to_space(j, coordinate));
      original.push_back(scaler.to_original(j, coordinate));
    }
    result.centroids.push_back(std::move(scaled));
    result.centroids_original.push_back(std::move(original));
  }
}

}  // namespace

model::RunResult describe_result(const Settings& settings, const std::vector<std::string>& features,
                                 Findings&& findings) {
  const PreparedRows& prepared = findings.prepared;
  model::RunResult result;
  describe_songs(prepared, features, result);
  result.scaler = scaler_of(prepared);
  result.space = features::space_name(prepared.scaler.scaling);
  result.seeding = kmeans::seeding_name(settings.fit.seeding);
  result.seed = settings.fit.seed;
  result.restarts = settings.fit.restarts;
  result.tolerance = settings.fit.tolerance;
  result.tolerance_absolute =
      prepared.scaler.square_in_space(kmeans::absolute_tolerance(settings.fit, prepared.grid));
  result.k_selection = std::move(findings.scores);
  result.choices = findings.choices;
  describe_centroids(prepared.scaler, findings.fit.clustering, result);
  result.pca.explained_variance_ratio = findings.components.explained_variance_ratio;
  result.pca.components = findings.components.loadings;
  result.profiles = std::move(findings.profiles);
  std::vector<double> high;
  for (const features::ValueCheck& check : findings.checks) high.push_back(check.high);
  model::name_profiles(result, std::move(high));
  return result;
}

}  // namespace chorus::pipeline
