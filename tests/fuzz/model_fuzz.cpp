// Any model file: it is refused as damaged, or what is read keeps every promise that its users rely on. The
// bytes steer three kinds of damage: to a sound file as a whole, to what it holds (with a checksum that
// fits), and to its HDF5 structure (objects of other types, other shapes, or none).
#include "chorus/core/error.hpp"
#include "chorus/model/model_file.hpp"
#include "fuzz/law.hpp"
#include "fuzz/memory_file.hpp"
#include "model/hdf5_image.hpp"
#include "model/model_block.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <string>

namespace {

using namespace chorus::model;
using chorus::fuzz::MemoryFile;
using chorus::fuzz::require;

/// The fuzzer's bytes, taken one by one; zeros at the end.
class Steer {
 public:
  explicit Steer(std::string_view bytes) : bytes_(bytes) {}
  std::uint8_t next() { return at_ < bytes_.size() ? static_cast<std::uint8_t>(bytes_[at_++]) : 0; }
  bool done() const { return at_ >= bytes_.size(); }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) value = value << 8U | next();
    return value;
  }
  /// Small for the most part, seldom enormous.
  std::size_t count() {
    const std::uint8_t first = next();
    return first < 250 ? first % 5U : static_cast<std::size_t>(number());
  }
  double real() {
    constexpr std::array<double, 8> kValues = {0, 1, -1, 0.5, 1e300, 5e-324, NAN, INFINITY};
    const std::uint8_t choice = next();
    return choice < 200 ? kValues[choice % 6U] : kValues[choice % 8U];
  }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

/// The names of a model's data sets, and of their types: d(ouble), f(loat), i(nt32), l(ong), s(tring).
struct DataSet {
  const char* path;
  char type;
  const char* shape;
};
constexpr std::array kDataSets = {
    DataSet{"features/name", 's', "d"},
    DataSet{"features/mean", 'd', "d"},
    DataSet{"features/standard_deviation", 'd', "d"},
    DataSet{"scaler/shift", 'd', "d"},
    DataSet{"scaler/scale", 'd', "d"},
    DataSet{"grid/centre", 'd', "d"},
    DataSet{"grid/scale", 'd', "d"},
    DataSet{"grid/offset", 'd', "d"},
    DataSet{"grid/extent", 'd', "d"},
    DataSet{"grid/exponent", 'i', "d"},
    DataSet{"clusters/size", 'l', "k"},
    DataSet{"clusters/centroid", 'f', "kd"},
    DataSet{"clusters/centroid_scaled", 'd', "kd"},
    DataSet{"clusters/centroid_original", 'd', "kd"},
    DataSet{"clusters/name", 's', "k"},
    DataSet{"clusters/use_case", 's', "k"},
    DataSet{"pca/explained_variance_ratio", 'd', "d"},
    DataSet{"pca/components", 'd', "cd"},
    DataSet{"options/name", 's', "m"},
    DataSet{"options/value", 's', "m"},
};

/// Writes the data set, or as `steer` says another in its place.
void write_data_set(Hdf5Image& image, const DataSet& set, Steer& steer, bool odd) {
  Shape shape;
  for (const char extent : std::string_view(set.shape))
    shape.push_back(extent == 'm' || extent == 'c' ? 1 : 2);
  char type = set.type;
  if (odd) {
    if (steer.next() % 8U == 0) return;  // absent
    if (steer.next() % 4U == 0) type = "dfils"[steer.next() % 5U];
    if (steer.next() % 4U == 0) shape.assign(steer.next() % 4U, steer.next() % 4U);
  }
  std::size_t count = 1;
  for (const hsize_t extent : shape) count *= extent;
  const auto fill = [&](auto zero) {
    using T = decltype(zero);
    std::vector<T> values(count);
    for (T& value : values) {
      const double real = odd || std::is_floating_point_v<T> ? steer.real() : 1;
      if constexpr (std::is_floating_point_v<T>) {
        value = static_cast<T>(real);
      } else {
        value = std::isfinite(real) && std::abs(real) < 1e9 ? static_cast<T>(real)
                                                            : static_cast<T>(steer.number());
      }
    }
    image.write<T>(set.path, shape, values);
  };
  if (type == 'd') fill(double{});
  if (type == 'f') fill(float{});
  if (type == 'i') fill(std::int32_t{});
  if (type == 'l') fill(std::int64_t{});
  if (type == 's') {
    std::vector<std::string> texts(shape.empty() ? 1 : shape[0]);
    for (std::string& text : texts) {
      for (std::size_t i = steer.next() % 4U; i > 0; --i) text += static_cast<char>(steer.next());
    }
    image.write_texts(set.path, texts);
  }
}

/// An HDF5 image with the objects of a model, some of them odd.
std::vector<char> steered_image(Steer& steer) {
  Hdf5Image image;
  for (const char* group : {"features", "scaler", "grid", "clusters", "pca", "options"})
    image.make_group(group);
  const std::uint8_t oddity = steer.next();
  const auto odd = [&](std::size_t index) { return oddity != 0 && index % 32U == oddity % 32U; };
  std::size_t index = 0;
  for (const char* name :
       {"format", "fingerprint", "space", "label_column", "program", "source_kind", "source_hash"}) {
    std::string text =
        name == std::string_view("format") ? "chorus-model" : "0123456789abcdef0123456789abcdef";
    if (odd(index++)) text.resize(steer.next() % 40U, static_cast<char>(steer.next()));
    if (steer.next() != 255) image.set_text("/", name, text);
  }
  image.set<std::uint64_t>("/", "source_size", steer.number());
  image.set<std::uint64_t>("/", "seed", steer.number());
  image.set<std::int64_t>("/", "rows", odd(index++) ? static_cast<std::int64_t>(steer.number()) : 2);
  image.set<std::int64_t>("/", "rows_used", odd(index++) ? static_cast<std::int64_t>(steer.number()) : 2);
  image.set_text("scaler", "kind", "standard");
  image.set<double>("grid", "space_unit", odd(index++) ? steer.real() : 1);
  for (const DataSet& set : kDataSets) write_data_set(image, set, steer, odd(index++));
  return image.bytes();
}

/// A sound model with the bytes at some places changed.
std::string changed_file(Steer& steer) {
  Steer sound("");
  std::string file = with_model_block(steered_image(sound));
  while (!steer.done()) {
    const std::size_t at = static_cast<std::size_t>(steer.next() << 8U | steer.next()) % file.size();
    const std::uint8_t how = steer.next();
    if (how % 4U == 0) {
      file.resize(at + 1);
    } else {
      file[at] = static_cast<char>(file[at] ^ how);
    }
  }
  return file;
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
          "and in other units");
  require(model.sizes.size() == k && model.names.size() == k && model.use_cases.size() == k,
          "clusters described");
  require(
      std::accumulate(model.sizes.begin(), model.sizes.end(), std::int64_t{0}) == model.provenance.rows_used,
      "sizes that sum to the rows");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const MemoryFile file;
  if (size < 1) return 0;
  const QuietHdf5 quiet;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  Steer steer(bytes);
  if (data[0] % 4U == 0) {
    file.hold(bytes);
  } else if (data[0] % 4U == 1) {
    file.hold(changed_file(steer));
  } else {
    file.hold(with_model_block(steered_image(steer)));
  }
  try {
    check_promises(read_model_file(file.path()));
  } catch (const chorus::Error& error) {
    require(error.status() == chorus::Exit::kInput, "a damaged model is bad input");
    require(std::string_view(error.what()).find('\n') == std::string_view::npos, "an error of one line");
  }
  return 0;
}
