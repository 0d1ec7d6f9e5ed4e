#include "chorus/core/error.hpp"
#include "chorus/files/whole_file.hpp"
#include "chorus/model/model_file.hpp"
#include "hdf5_image.hpp"
#include "model_block.hpp"
#include "model_content.hpp"

#include <cassert>

namespace chorus::model {

namespace {

/// Writes lists of one number per feature, or per cluster, or of rows of them.
void write_doubles(Hdf5Image& to, const std::string& path, const Shape& shape,
                   const std::vector<double>& values) {
  to.write<double>(path, shape, values);
}

std::vector<double> joined(const std::vector<std::vector<double>>& rows) {
  std::vector<double> values;
  for (const auto& row : rows) values.insert(values.end(), row.begin(), row.end());
  return values;
}

void write_root(Hdf5Image& to, const StoredModel& model) {
  to.set_text("/", "format", "chorus-model");
  to.set_text("/", "fingerprint", model.fingerprint);
  to.set_text("/", "space", model.space);
  to.set_text("/", "label_column", model.label_column);
  to.set_text("/", "program", model.program);
  to.set_text("/", "source_kind", model.provenance.source_kind);
  to.set_text("/", "source_hash", model.provenance.source_hash);
  to.set<std::uint64_t>("/", "source_size", model.provenance.source_size);
  to.set<std::uint64_t>("/", "seed", model.seed);
  to.set<std::int64_t>("/", "rows", model.provenance.rows);
  to.set<std::int64_t>("/", "rows_used", model.provenance.rows_used);
}

void write_features(Hdf5Image& to, const StoredModel& model) {
  const Shape d{model.fitted.features.size()};
  to.make_group("features");
  to.write_texts("features/name", model.fitted.features);
  write_doubles(to, "features/mean", d, model.mean);
  write_doubles(to, "features/standard_deviation", d, model.standard_deviation);
  to.make_group("scaler");
  to.set_text("scaler", "kind", model.fitted.scaler.kind);
  write_doubles(to, "scaler/shift", d, model.fitted.scaler.shift);
  write_doubles(to, "scaler/scale", d, model.fitted.scaler.scale);
  to.make_group("grid");
  to.set<double>("grid", "space_unit", model.grid.space_unit);
  write_doubles(to, "grid/centre", d, model.grid.centre);
  write_doubles(to, "grid/scale", d, model.grid.scale);
  write_doubles(to, "grid/offset", d, model.grid.offset);
  write_doubles(to, "grid/extent", d, model.grid.extent);
  to.write<std::int32_t>("grid/exponent", d, model.grid.exponent);
}

void write_clusters(Hdf5Image& to, const StoredModel& model) {
  const Shape k{static_cast<hsize_t>(model.fitted.k)};
  const Shape k_by_d{k[0], model.fitted.features.size()};
  to.make_group("clusters");
  to.write<float>("clusters/centroid", k_by_d, model.fitted.centroids);
  write_doubles(to, "clusters/centroid_scaled", k_by_d, model.centroids_scaled);
  write_doubles(to, "clusters/centroid_original", k_by_d, model.centroids_original);
  to.write<std::int64_t>("clusters/size", k, model.sizes);
  to.write_texts("clusters/name", model.names);
  to.write_texts("clusters/use_case", model.use_cases);
}

void write_rest(Hdf5Image& to, const StoredModel& model) {
  const hsize_t d = model.fitted.features.size();
  to.make_group("pca");
  write_doubles(to, "pca/explained_variance_ratio", {d}, model.fitted.pca.explained_variance_ratio);
  write_doubles(to, "pca/components", {model.fitted.pca.components.size(), d},
                joined(model.fitted.pca.components));
  std::vector<std::string> names;
  std::vector<std::string> values;
  for (const auto& [name, value] : model.options) {
    names.push_back(name);
    values.push_back(value);
  }
  to.make_group("options");
  to.write_texts("options/name", names);
  to.write_texts("options/value", values);
}

}  // namespace

void write_model_file(const std::filesystem::path& path, const StoredModel& model) {
  assert(shapes_fit(model));
  std::string bytes;
  try {
    Hdf5Image image;
    write_root(image, model);
    write_features(image, model);
    write_clusters(image, model);
    write_rest(image, model);
    bytes = with_model_block(to_bytes(model), image.bytes());
  } catch (const BadImage& bad) {
    throw Error(Exit::kIo, describe("cannot build the model file", path.string() + ": " + bad.what(),
                                    "check the memory limit, and that HDF5 is the version built with"));
  }
  files::write_whole_file(path, bytes);
}

}  // namespace chorus::model
