#include "chorus/model/model_file.hpp"

#include "chorus/core/error.hpp"
#include "example_result.hpp"
#include "model/model_block.hpp"
#include "model/model_content.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <hdf5.h>

#include <chrono>
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
  for (std::size_t size = 0; size < whole.size(); size += size < 1000 ? 1 : 37) {
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

/// A file whose content `change` made another, with a checksum that fits.
std::string forged(const std::function<void(std::string&)>& change) {
  std::string content = to_bytes(example());
  change(content);
  return with_model_block(content, std::string(2048, 'x'));
}

TEST_F(ModelFile, IsReadWithoutHdf5sPart) {
  EXPECT_EQ(outcome_of(forged([](std::string&) {})), Exit::kDone);
}

TEST_F(ModelFile, ContentThatIsLongerOrShorterIsRefused) {
  const std::size_t size = to_bytes(example()).size();
  for (std::size_t length = 0; length < size; ++length) {
    ASSERT_EQ(outcome_of(forged([&](std::string& content) { content.resize(length); })), Exit::kInput)
        << length;
  }
  EXPECT_EQ(outcome_of(forged([](std::string& content) { content += '\0'; })), Exit::kInput);
}

TEST_F(ModelFile, LengthsThatCannotBeAreRefused) {
  const std::size_t size = to_bytes(example()).size();
  for (std::size_t at = 0; at + 8 <= size; ++at) {
    for (const char filler : {'\xff', '\x7f', '\x01'}) {
      const Exit status =
          outcome_of(forged([&](std::string& content) { content.replace(at, 8, 8, filler); }));
      ASSERT_TRUE(status == Exit::kInput || status == Exit::kDone) << at;
    }
  }
}

TEST_F(ModelFile, ABlockGrowsWithItsContent) {
  StoredModel model = example();
  for (const std::size_t length : {0UL, 3000UL, 100000UL}) {
    model.options["a long one"] = std::string(length, 'y');
    write_model_file(path(), model);
    EXPECT_EQ(all_of(read_model_file(path())), all_of(model));
    const hid_t file = H5Fopen(path().c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    EXPECT_GE(file, 0) << "HDF5 finds its part";
    H5Fclose(file);
  }
}

TEST_F(ModelFile, ForeignFilesAreRefused) {
  EXPECT_EQ(outcome_of(""), Exit::kInput);
  EXPECT_EQ(outcome_of("id,name\n1,a\n"), Exit::kInput);
  EXPECT_EQ(outcome_of(written().substr(4096)), Exit::kInput) << "HDF5 without the block";
  EXPECT_EQ(outcome_of(with_model_block("", {})), Exit::kInput);
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
