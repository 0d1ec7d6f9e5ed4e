#include "chorus/model/model_file.hpp"

#include "chorus/core/error.hpp"
#include "example_result.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>
#include <xxhash.h>

#include <chrono>
#include <cstring>
#include <functional>
#include <limits>
#include <random>
#include <thread>

namespace chorus::model {
namespace {

using testing::HasSubstr;

StoredModel example() {
  AssignmentGrid grid{{0.3, 120}, {0.2, 30}, {0, 0}, {3.5, 4}, {-21, -20}, 1};
  return make_stored_model(example_result(), {0.5F, 0.5F, -0.75F, -0.75F}, grid,
                           {"csv", 123456, "00112233445566778899aabbccddeeff", 1000, 997}, "cluster");
}

/// Every field, as text; equal texts are equal models.
std::string all_of(const StoredModel& model) {
  std::string text = Fingerprint(model.fitted).hex();
  const auto doubles = [&](const std::vector<double>& values) {
    for (const double value : values) {
      char bits[32];
      std::snprintf(bits, sizeof bits, " %a", value);
      text += bits;
    }
    text += '\n';
  };
  for (const auto* values :
       {&model.grid.centre, &model.grid.scale, &model.grid.offset, &model.grid.extent, &model.mean,
        &model.standard_deviation, &model.centroids_scaled, &model.centroids_original}) {
    doubles(*values);
  }
  doubles({model.grid.space_unit});
  for (const int exponent : model.grid.exponent) text += std::to_string(exponent) + ' ';
  for (const auto size : model.sizes) text += std::to_string(size) + ' ';
  for (const auto& name : model.names) text += name + '\n';
  for (const auto& use : model.use_cases) text += use + '\n';
  for (const auto& [name, value] : model.options) text += name + '=' + value + '\n';
  const Provenance& from = model.provenance;
  return text + from.source_kind + ' ' + from.source_hash + ' ' + std::to_string(from.source_size) + ' ' +
         std::to_string(from.rows) + ' ' + std::to_string(from.rows_used) + ' ' + model.fingerprint + ' ' +
         model.space + ' ' + model.label_column + ' ' + model.program + ' ' + std::to_string(model.seed);
}

/// The exit status that reading ends in; kDone if it succeeds.
Exit outcome(const std::filesystem::path& path) {
  try {
    (void)read_model_file(path);
    return Exit::kDone;
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
    EXPECT_THAT(error.what(), HasSubstr(path.filename().string()));
    return error.status();
  }
}

class ModelFile : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return folder_.file("model.h5"); }
  [[nodiscard]] std::string written() const {
    write_model_file(path(), example());
    return test::read_file(path());
  }
  /// The outcome for these bytes.
  [[nodiscard]] Exit outcome_of(const std::string& bytes) const {
    test::write_file(path(), bytes);
    return outcome(path());
  }

 private:
  test::TemporaryFolder folder_;
};

TEST_F(ModelFile, ReadsBackEveryField) {
  write_model_file(path(), example());
  const StoredModel read = read_model_file(path());
  EXPECT_EQ(all_of(read), all_of(example()));
  EXPECT_EQ(read.fitted.centroids, example().fitted.centroids);
  EXPECT_EQ(read.fitted.features, example().fitted.features);
}

TEST_F(ModelFile, HoldsEdgeCases) {
  StoredModel model = example();
  model.fitted.pca.components.clear();
  model.options.clear();
  model.names = {"", "Ünïcode / ♪"};
  model.label_column = "";
  model.grid.scale[0] = 0;
  model.mean[0] = -0.0;
  model.mean[1] = 5e-324;
  write_model_file(path(), model);
  EXPECT_EQ(all_of(read_model_file(path())), all_of(model));
}

TEST_F(ModelFile, IsTheSameBytesWheneverItIsWritten) {
  const std::string first = written();
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // HDF5's times count seconds
  EXPECT_TRUE(written() == first);
  const std::filesystem::path elsewhere = path().parent_path() / "another-name.h5";
  write_model_file(elsewhere, example());
  EXPECT_TRUE(test::read_file(elsewhere) == first);
}

TEST_F(ModelFile, OpensAsOrdinaryHdf5) {
  (void)written();
  const hid_t file = H5Fopen(path().c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  ASSERT_GE(file, 0);
  const hid_t data_set = H5Dopen2(file, "clusters/centroid", H5P_DEFAULT);
  ASSERT_GE(data_set, 0);
  std::vector<float> centroids(4);
  EXPECT_GE(H5Dread(data_set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, centroids.data()), 0);
  EXPECT_EQ(centroids, example().fitted.centroids);
  H5Dclose(data_set);
  H5Fclose(file);
}

TEST_F(ModelFile, EveryTruncationIsNoticed) {
  const std::string whole = written();
  for (std::size_t size = 0; size < whole.size(); size += size < 600 ? 1 : 37) {
    ASSERT_EQ(outcome_of(whole.substr(0, size)), Exit::kInput) << size;
  }
  EXPECT_EQ(outcome_of(whole + '\0'), Exit::kInput);
  EXPECT_EQ(outcome_of(whole), Exit::kDone);
}

TEST_F(ModelFile, EveryFlippedBitIsNoticed) {
  const std::string whole = written();
  std::mt19937 generator(1);
  for (std::size_t at = 0; at < whole.size(); at += at < 600 ? 1 : 1 + generator() % 40) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << (generator() % 8U)));
    ASSERT_EQ(outcome_of(flipped), Exit::kInput) << "byte " << at;
  }
}

/// The bytes with a block that fits them: damage that the checksum does not see.
std::string sealed(std::string file) {
  const std::uint64_t size = file.size() - 512;
  XXH128_canonical_t hash;
  XXH128_canonicalFromHash(&hash, XXH3_128bits(file.data() + 512, size));
  std::memcpy(file.data() + 16, &size, 8);
  std::memcpy(file.data() + 24, hash.digest, 16);
  return file;
}

/// The outcome for a file that is sound HDF5 with a fitting checksum, but whose structure `change` made
/// another.
class ForgedModel : public ModelFile {
 protected:
  [[nodiscard]] Exit outcome_after(const std::function<void(hid_t)>& change) const {
    const std::string whole = written();
    test::write_file(path(), whole.substr(512));
    const hid_t file = H5Fopen(path().c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    EXPECT_GE(file, 0);
    change(file);
    H5Fclose(file);
    return outcome_of(sealed(whole.substr(0, 512) + test::read_file(path())));
  }
  /// Puts a data set of 2 by 1 or 2 elements, or as `dims` says, in the place of features/mean.
  [[nodiscard]] Exit outcome_with_mean(hid_t type, const std::vector<hsize_t>& dims,
                                       const std::function<void(hid_t)>& creation = {}) const {
    return outcome_after([&](hid_t file) {
      H5Ldelete(file, "features/mean", H5P_DEFAULT);
      const hid_t space = H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr);
      const hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
      if (creation) creation(properties);
      const hid_t made = H5Dcreate2(file, "features/mean", type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
      EXPECT_GE(made, 0);
      const std::vector<double> values{1, 2, 3, 4};
      if (!creation && dims[0] <= 2) H5Dwrite(made, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
      H5Dclose(made);
      H5Pclose(properties);
      H5Sclose(space);
    });
  }
};

TEST_F(ForgedModel, IsReadIfItIsAModel) {
  EXPECT_EQ(outcome_after([](hid_t) {}), Exit::kDone);
  EXPECT_EQ(outcome_with_mean(H5T_IEEE_F64LE, {2}), Exit::kDone) << "what the next tests change is sound";
}

TEST_F(ForgedModel, OfOtherTypesAndShapesIsRefused) {
  EXPECT_EQ(outcome_with_mean(H5T_IEEE_F32LE, {2}), Exit::kInput);
  EXPECT_EQ(outcome_with_mean(H5T_IEEE_F64BE, {2}), Exit::kInput);
  EXPECT_EQ(outcome_with_mean(H5T_STD_I64LE, {2}), Exit::kInput);
  EXPECT_EQ(outcome_with_mean(H5T_IEEE_F64LE, {1}), Exit::kInput);
  EXPECT_EQ(outcome_with_mean(H5T_IEEE_F64LE, {2, 1}), Exit::kInput);
  EXPECT_EQ(outcome_with_mean(H5T_IEEE_F64LE, {std::uint64_t{1} << 60U}), Exit::kInput);
  EXPECT_EQ(outcome_with_mean(H5T_STD_REF_OBJ, {1}), Exit::kInput);
}

TEST_F(ForgedModel, ThatReachesBeyondItselfIsRefused) {
  const auto external = [](hid_t properties) {
    H5Pset_external(properties, "/etc/hostname", 0, 2 * sizeof(double));
  };
  EXPECT_EQ(outcome_with_mean(H5T_IEEE_F64LE, {2}, external), Exit::kInput);
  const auto filtered = [](hid_t properties) {
    const hsize_t chunk = 2;
    H5Pset_chunk(properties, 1, &chunk);
    H5Pset_deflate(properties, 9);
  };
  EXPECT_EQ(outcome_with_mean(H5T_IEEE_F64LE, {2}, filtered), Exit::kInput);
  EXPECT_EQ(outcome_after([](hid_t file) {
              H5Ldelete(file, "features/mean", H5P_DEFAULT);
              H5Lcreate_external("other.h5", "/x", file, "features/mean", H5P_DEFAULT, H5P_DEFAULT);
            }),
            Exit::kInput);
  EXPECT_EQ(outcome_after([](hid_t file) {
              H5Ldelete(file, "features/mean", H5P_DEFAULT);
              H5Lcreate_soft("/features/mean", file, "features/mean", H5P_DEFAULT, H5P_DEFAULT);
            }),
            Exit::kInput)
      << "a link to itself";
}

TEST_F(ForgedModel, ThatLacksAnythingIsRefused) {
  for (const char* name : {"features",
                           "scaler",
                           "grid",
                           "clusters",
                           "pca",
                           "options",
                           "features/name",
                           "features/mean",
                           "features/standard_deviation",
                           "scaler/shift",
                           "scaler/scale",
                           "grid/centre",
                           "grid/scale",
                           "grid/offset",
                           "grid/extent",
                           "grid/exponent",
                           "clusters/centroid",
                           "clusters/centroid_scaled",
                           "clusters/centroid_original",
                           "clusters/size",
                           "clusters/name",
                           "clusters/use_case",
                           "pca/explained_variance_ratio",
                           "pca/components",
                           "options/name",
                           "options/value"}) {
    EXPECT_EQ(outcome_after([&](hid_t file) { H5Ldelete(file, name, H5P_DEFAULT); }), Exit::kInput) << name;
  }
  for (const char* name : {"format", "fingerprint", "space", "label_column", "program", "source_kind",
                           "source_hash", "source_size", "seed", "rows", "rows_used"}) {
    EXPECT_EQ(outcome_after([&](hid_t file) { H5Adelete(file, name); }), Exit::kInput) << name;
  }
  EXPECT_EQ(outcome_after([](hid_t file) { H5Adelete_by_name(file, "scaler", "kind", H5P_DEFAULT); }),
            Exit::kInput);
  EXPECT_EQ(outcome_after([](hid_t file) { H5Adelete_by_name(file, "grid", "space_unit", H5P_DEFAULT); }),
            Exit::kInput);
}

TEST_F(ModelFile, ForeignFilesAreRefused) {
  EXPECT_EQ(outcome_of(""), Exit::kInput);
  EXPECT_EQ(outcome_of("id,name\n1,a\n"), Exit::kInput);
  EXPECT_EQ(outcome_of(written().substr(512)), Exit::kInput) << "HDF5 without the block";
  EXPECT_EQ(outcome_of(sealed(written().substr(0, 512) + std::string(5000, 'x'))), Exit::kInput);
  EXPECT_EQ(outcome(path().parent_path() / "absent.h5"), Exit::kIo);
  EXPECT_EQ(outcome(path().parent_path()), Exit::kIo) << "a folder";
}

TEST_F(ModelFile, ModelsAtOddsWithThemselvesAreRefused) {
  const std::vector<std::function<void(StoredModel&)>> changes{
      [](auto& m) { m.fitted.centroids[1] = std::numeric_limits<float>::quiet_NaN(); },
      [](auto& m) { m.fitted.scaler.scale[1] = std::numeric_limits<double>::infinity(); },
      [](auto& m) { m.sizes[0] = -1; },
      [](auto& m) { m.sizes[0] += 1; },
      [](auto& m) { m.sizes[1] -= 1; },
      [](auto& m) { m.provenance.rows = 5; },
      [](auto& m) { m.fingerprint = "xyz"; },
      [](auto& m) { m.grid.exponent[0] = 5000; },
      [](auto& m) { m.grid.space_unit = 0; },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    StoredModel model = example();
    changes[i](model);
    write_model_file(path(), model);
    EXPECT_EQ(outcome(path()), Exit::kInput) << "change " << i;
  }
}

TEST_F(ModelFile, AFailedWriteLeavesTheOldFile) {
  (void)written();
  EXPECT_THROW(write_model_file(path().parent_path() / "absent" / "model.h5", example()), Error);
  EXPECT_EQ(outcome(path()), Exit::kDone);
}

}  // namespace
}  // namespace chorus::model
