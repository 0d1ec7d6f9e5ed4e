// Any model file: it is refused as damaged, or what is read keeps every promise that its users rely on. The
// first byte chooses what the others are: a whole file, a content with a checksum that fits, or changes of a
// sound content.
#include "chorus/core/error.hpp"
#include "chorus/model/model_file.hpp"
#include "fuzz/changes.hpp"
#include "fuzz/law.hpp"
#include "fuzz/memory_file.hpp"
#include "model/model_block.hpp"
#include "model/model_content.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

namespace {

using namespace chorus::model;
using chorus::fuzz::changed;
using chorus::fuzz::MemoryFile;
using chorus::fuzz::require;

/// Two features, two clusters, one component.
StoredModel sound_model() {
  StoredModel model;
  model.fitted.features = {"energy", "tempo"};
  model.fitted.scaler = {"standard", {0.5, 120}, {0.2, 30}};
  model.fitted.k = 2;
  model.fitted.centroids = {0.5F, 0.5F, -0.75F, -0.75F};
  model.fitted.pca.components = {{0.6, 0.8}};
  model.fitted.pca.explained_variance_ratio = {0.7, 0.3};
  model.grid = {{0.3, 120}, {0.2, 30}, {0, 0}, {3.5, 4}, {-21, -20}, 1};
  model.mean = {0.5, 120};
  model.standard_deviation = {0.2, 30};
  model.centroids_scaled = {0.5, 0.5, -0.75, -0.75};
  model.centroids_original = {0.6, 135, 0.35, 97.5};
  model.sizes = {600, 397};
  model.names = {"Loud", "Calm"};
  model.use_cases = {"run", "rest"};
  model.options = {{"clusters", "2"}};
  model.provenance = {"csv", 123456, "00112233445566778899aabbccddeeff", 1000, 997};
  model.fingerprint = "0123456789abcdef0123456789abcdef";
  model.space = "standard";
  model.label_column = "cluster";
  model.program = "chorus";
  return model;
}

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

void check_promises(const StoredModel& model) {
  const std::size_t d = model.fitted.features.size();
  const auto k = static_cast<std::size_t>(model.fitted.k);
  require(d >= 1 && k >= 1, "features and clusters");
  for (const auto* list : {&model.mean, &model.standard_deviation, &model.grid.centre, &model.grid.scale,
                           &model.grid.offset, &model.grid.extent, &model.fitted.scaler.shift,
                           &model.fitted.scaler.scale, &model.fitted.pca.explained_variance_ratio}) {
    require(list->size() == d && all_finite(*list), "a finite number for each feature");
  }
  require(model.grid.exponent.size() == d, "an exponent for each feature");
  require(model.fitted.centroids.size() == k * d, "a centroid for each cluster");
  require(model.centroids_scaled.size() == k * d && model.centroids_original.size() == k * d,
          "centroids in other units");
  require(model.sizes.size() == k && model.names.size() == k && model.use_cases.size() == k,
          "a description of each cluster");
  for (const auto& component : model.fitted.pca.components) {
    require(component.size() == d && all_finite(component), "a loading for each feature");
  }
  require(
      std::accumulate(model.sizes.begin(), model.sizes.end(), std::int64_t{0}) == model.provenance.rows_used,
      "sizes that sum to the rows");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const MemoryFile file;
  static const std::string sound = to_bytes(sound_model());
  if (size < 1) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::vector<char> image(7, 'h');
  std::string content;
  if (data[0] % 4U == 0) {
    file.hold(bytes);
  } else {
    content = data[0] % 4U == 1 ? std::string(bytes) : changed(sound, bytes);
    file.hold(with_model_block(content, image));
  }
  try {
    const StoredModel model = read_model_file(file.path());
    check_promises(model);
    const std::string written = to_bytes(model);
    require(to_bytes(model_from_bytes(written)) == written, "a model that is read as it was written");
  } catch (const chorus::Error& error) {
    require(error.status() == chorus::Exit::kInput, "a damaged model is bad input");
    require(std::string_view(error.what()).find('\n') == std::string_view::npos, "an error of one line");
    require(content != sound, "a sound model is read");
  }
  return 0;
}
