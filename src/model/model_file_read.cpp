#include "chorus/core/error.hpp"
#include "chorus/model/model_file.hpp"
#include "hdf5_image.hpp"
#include "model_block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <numeric>
#include <system_error>

namespace chorus::model {

namespace {

/// A model is small; what is larger is something else, and is not read into memory.
constexpr std::uintmax_t kLargestModel = std::uintmax_t{1} << 30U;

std::vector<char> read_bytes(const std::filesystem::path& path) {
  std::error_code failure;
  const std::uintmax_t size = std::filesystem::file_size(path, failure);
  if (!failure && size > kLargestModel) throw BadImage("it is too large for a model");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::vector<char> bytes(failure ? 0 : static_cast<std::size_t>(size));
  if (!failure && in) in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (failure || !in) {
    const std::string reason = failure ? failure.message() : std::generic_category().message(errno);
    throw Error(Exit::kIo, describe("cannot read the model file", path.string() + ": " + reason,
                                    "check the path and its permissions"));
  }
  return bytes;
}

void read_root(const Hdf5Image& from, StoredModel& model) {
  if (from.get_text("/", "format") != "chorus-model") throw BadImage("format");
  model.fingerprint = from.get_text("/", "fingerprint");
  model.space = from.get_text("/", "space");
  model.label_column = from.get_text("/", "label_column");
  model.program = from.get_text("/", "program");
  model.provenance.source_kind = from.get_text("/", "source_kind");
  model.provenance.source_hash = from.get_text("/", "source_hash");
  model.provenance.source_size = from.get<std::uint64_t>("/", "source_size");
  model.seed = from.get<std::uint64_t>("/", "seed");
  model.provenance.rows = from.get<std::int64_t>("/", "rows");
  model.provenance.rows_used = from.get<std::int64_t>("/", "rows_used");
}

void read_features(const Hdf5Image& from, StoredModel& model) {
  const std::size_t count = from.rows("features/name");
  const Shape d{count};
  model.fitted.features = from.read_texts("features/name", count);
  model.mean = from.read<double>("features/mean", d);
  model.standard_deviation = from.read<double>("features/standard_deviation", d);
  model.fitted.scaler.kind = from.get_text("scaler", "kind");
  model.fitted.scaler.shift = from.read<double>("scaler/shift", d);
  model.fitted.scaler.scale = from.read<double>("scaler/scale", d);
  model.grid.space_unit = from.get<double>("grid", "space_unit");
  model.grid.centre = from.read<double>("grid/centre", d);
  model.grid.scale = from.read<double>("grid/scale", d);
  model.grid.offset = from.read<double>("grid/offset", d);
  model.grid.extent = from.read<double>("grid/extent", d);
  model.grid.exponent = from.read<std::int32_t>("grid/exponent", d);
}

void read_clusters(const Hdf5Image& from, StoredModel& model) {
  const std::size_t count = from.rows("clusters/size");
  const Shape k{count};
  const Shape k_by_d{count, model.fitted.features.size()};
  if (count > 65536) throw BadImage("clusters/size");
  model.fitted.k = static_cast<int>(count);
  model.sizes = from.read<std::int64_t>("clusters/size", k);
  model.fitted.centroids = from.read<float>("clusters/centroid", k_by_d);
  model.centroids_scaled = from.read<double>("clusters/centroid_scaled", k_by_d);
  model.centroids_original = from.read<double>("clusters/centroid_original", k_by_d);
  model.names = from.read_texts("clusters/name", count);
  model.use_cases = from.read_texts("clusters/use_case", count);
}

void read_rest(const Hdf5Image& from, StoredModel& model) {
  const std::size_t d = model.fitted.features.size();
  PcaResult& pca = model.fitted.pca;
  pca.explained_variance_ratio = from.read<double>("pca/explained_variance_ratio", {d});
  const std::size_t components = from.rows("pca/components");
  const auto loadings = from.read<double>("pca/components", {components, d});
  for (std::size_t c = 0; c < components; ++c) {
    const auto first = loadings.begin() + static_cast<std::ptrdiff_t>(c * d);
    pca.components.emplace_back(first, first + static_cast<std::ptrdiff_t>(d));
  }
  const std::size_t options = from.rows("options/name");
  const auto names = from.read_texts("options/name", options);
  const auto values = from.read_texts("options/value", options);
  for (std::size_t i = 0; i < options; ++i) model.options[names[i]] = values[i];
}

template <class T>
void expect_finite(const std::vector<T>& values, const char* what) {
  if (!std::all_of(values.begin(), values.end(), [](T value) { return std::isfinite(value); })) {
    throw BadImage(fmt::format("a number in {} is not finite", what));
  }
}

/// What a caller may rely on beyond the shapes.
void check(const StoredModel& model) {
  if (model.fitted.features.empty() || model.fitted.k < 1)
    throw BadImage("it has no features or no clusters");
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
  if (!std::isfinite(model.grid.space_unit) || model.grid.space_unit <= 0) throw BadImage("grid space_unit");
  for (const std::int32_t exponent : model.grid.exponent) {
    if (exponent < -1074 || exponent > 1023) throw BadImage("grid/exponent");
  }
  std::int64_t left = model.provenance.rows_used;
  for (const std::int64_t size : model.sizes) {
    if (size < 0 || size > left) throw BadImage("clusters/size");
    left -= size;
  }
  if (left != 0 || model.provenance.rows_used > model.provenance.rows) throw BadImage("rows_used");
  if (model.fingerprint.size() != 32 ||
      model.fingerprint.find_first_not_of("0123456789abcdef") != std::string::npos) {
    throw BadImage("fingerprint");
  }
}

}  // namespace

StoredModel read_model_file(const std::filesystem::path& path) {
  try {
    std::vector<char> bytes = without_model_block(read_bytes(path));
    const Hdf5Image image(bytes);
    StoredModel model;
    read_root(image, model);
    read_features(image, model);
    read_clusters(image, model);
    read_rest(image, model);
    check(model);
    return model;
  } catch (const BadImage& bad) {
    throw Error(Exit::kInput,
                describe("this is no model file, or a damaged one", path.string() + ": " + bad.what(),
                         "give the model.h5 of a finished run, or run `chorus cluster` again"));
  }
}

}  // namespace chorus::model
