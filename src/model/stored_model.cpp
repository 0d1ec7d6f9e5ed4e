#include "chorus/core/build_info.hpp"
#include "chorus/model/model_file.hpp"

#include <fmt/format.h>

#include <utility>

namespace chorus::model {

namespace {

std::vector<double> row_major(const std::vector<std::vector<double>>& rows) {
  std::vector<double> values;
  for (const auto& row : rows) values.insert(values.end(), row.begin(), row.end());
  return values;
}

}  // namespace

StoredModel make_stored_model(const RunResult& result, std::vector<float> centroids, AssignmentGrid grid,
                              Provenance provenance, std::string label_column) {
  StoredModel model;
  model.fitted = {result.features, result.scaler, result.choices.chosen, std::move(centroids), result.pca};
  model.grid = std::move(grid);
  model.mean = result.mean;
  model.standard_deviation = result.standard_deviation;
  model.centroids_scaled = row_major(result.centroids);
  model.centroids_original = row_major(result.centroids_original);
  for (const ClusterProfile& profile : result.profiles) {
    model.sizes.push_back(profile.size);
    model.names.push_back(profile.name);
    model.use_cases.push_back(profile.use_case);
  }
  model.options = result.options;
  model.provenance = std::move(provenance);
  model.fingerprint = result.fingerprint;
  model.space = result.space;
  model.label_column = std::move(label_column);
  model.program = fmt::format("chorus {}", build_info::kVersion);
  model.seed = result.seed;
  return model;
}

}  // namespace chorus::model
