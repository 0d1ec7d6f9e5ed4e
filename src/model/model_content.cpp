#include "model_content.hpp"

#include "chorus/core/packed_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chorus::model {

namespace {

/// The largest k that is stored.
constexpr int kMostClusters = 65536;

template <class Walker, class Model>
void walk(Walker& field, Model& model) {
  field(model.fitted.features);
  field(model.fitted.scaler.kind);
  field(model.fitted.scaler.shift);
  field(model.fitted.scaler.scale);
  field(model.fitted.k);
  field(model.fitted.centroids);
  field(model.fitted.pca.explained_variance_ratio);
  field(model.fitted.pca.components);
  field(model.grid.centre);
  field(model.grid.scale);
  field(model.grid.offset);
  field(model.grid.extent);
  field(model.grid.exponent);
  field(model.grid.space_unit);
  field(model.mean);
  field(model.standard_deviation);
  field(model.centroids_scaled);
  field(model.centroids_original);
  field(model.sizes);
  field(model.names);
  field(model.use_cases);
  field(model.options);
  field(model.provenance.source_kind);
  field(model.provenance.source_size);
  field(model.provenance.source_hash);
  field(model.provenance.rows);
  field(model.provenance.rows_used);
  field(model.fingerprint);
  field(model.space);
  field(model.label_column);
  field(model.program);
  field(model.seed);
}

template <class T>
void expect_finite(const std::vector<T>& values, const char* what) {
  if (!std::all_of(values.begin(), values.end(), [](T value) { return std::isfinite(value); })) {
    throw BadModel(fmt::format("a number in {} is not finite", what));
  }
}

/// What a caller may rely on beyond the shapes.
void check(const StoredModel& model) {
  if (model.fitted.features.empty() || model.fitted.k < 1 || model.fitted.k > kMostClusters)
    throw BadModel("it has no features or no clusters");
  if (!shapes_fit(model)) throw BadModel("its lists are not of one length");
  expect_finite(model.mean, "features/mean");
  expect_finite(model.standard_deviation, "features/standard_deviation");
  expect_finite(model.fitted.scaler.shift, "scaler/shift");
  expect_finite(model.fitted.scaler.scale, "scaler/scale");
  expect_finite(model.grid.centre, "grid/centre");
  expect_finite(model.grid.scale, "grid/scale");
  expect_finite(model.grid.offset, "grid/offset");
  expect_finite(model.grid.extent, "grid/extent");
  expect_finite(model.fitted.centroids, "clusters/centroid");
  expect_finite(model.centroids_scaled, "clusters/centroid_scaled");
  expect_finite(model.centroids_original, "clusters/centroid_original");
  expect_finite(model.fitted.pca.explained_variance_ratio, "pca/explained_variance_ratio");
  for (const auto& component : model.fitted.pca.components) expect_finite(component, "pca/components");
  if (!std::isfinite(model.grid.space_unit) || model.grid.space_unit <= 0) throw BadModel("grid space_unit");
  for (const std::int32_t exponent : model.grid.exponent) {
    if (exponent < -1074 || exponent > 1023) throw BadModel("grid/exponent");
  }
  std::int64_t left = model.provenance.rows_used;
  for (const std::int64_t size : model.sizes) {
    if (size < 0 || size > left) throw BadModel("clusters/size");
    left -= size;
  }
  if (left != 0 || model.provenance.rows_used > model.provenance.rows) throw BadModel("rows_used");
  if (model.fingerprint.size() != 32 ||
      model.fingerprint.find_first_not_of("0123456789abcdef") != std::string::npos) {
    throw BadModel("fingerprint");
  }
}

}  // namespace

bool shapes_fit(const StoredModel& model) {
  const std::size_t d = model.fitted.features.size();
  const auto k = static_cast<std::size_t>(model.fitted.k);
  bool fit = model.mean.size() == d && model.standard_deviation.size() == d &&
             model.fitted.scaler.shift.size() == d && model.fitted.scaler.scale.size() == d &&
             model.grid.centre.size() == d && model.grid.scale.size() == d && model.grid.offset.size() == d &&
             model.grid.extent.size() == d && model.grid.exponent.size() == d &&
             model.fitted.centroids.size() == k * d && model.centroids_scaled.size() == k * d &&
             model.centroids_original.size() == k * d && model.sizes.size() == k && model.names.size() == k &&
             model.use_cases.size() == k && model.fitted.pca.explained_variance_ratio.size() == d;
  for (const auto& component : model.fitted.pca.components) fit = fit && component.size() == d;
  return fit;
}

std::string to_bytes(const StoredModel& model) {
  FieldWriter writer;
  walk(writer, model);
  return std::move(writer).take();
}

StoredModel model_from_bytes(std::string_view bytes) {
  StoredModel model;
  FieldReader reader(bytes);
  walk(reader, model);
  if (!reader.finished()) throw BadModel("its parts do not fit");
  check(model);
  return model;
}

}  // namespace chorus::model
