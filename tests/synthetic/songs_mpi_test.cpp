// Synthetic catalogues written by all ranks hold the bytes that one rank would write.
#include "chorus/core/error.hpp"
#include "chorus/synthetic/songs.hpp"
#include "support/job_folder.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace chorus::synthetic {
namespace {

namespace fs = std::filesystem;

class SyntheticFiles : public testing::TestWithParam<std::tuple<RowIndex, RowIndex>> {
 protected:
  comm::Communicator comm = comm::Communicator::world();
  test::JobFolder folder{comm};
  RowIndex songs = std::get<0>(GetParam());
  SyntheticOptions options{.songs = songs, .seed = 11, .round = std::get<1>(GetParam())};
};

TEST_P(SyntheticFiles, CsvHoldsTheRecordsInOrder) {
  const fs::path path = folder.write("songs.csv", "an older file");
  const std::uint64_t size = write_synthetic_csv(comm, path, options);
  comm.barrier();
  std::string expected(synthetic_csv_header());
  append_synthetic_records(11, {0, songs}, expected);
  EXPECT_TRUE(test::read_file(path) == expected);
  EXPECT_EQ(size, expected.size());
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1)
      << "no leftovers";
}

TEST_P(SyntheticFiles, CatalogueHoldsTheFeaturesInOrder) {
  const catalogue::CatalogueInfo written = write_synthetic_catalogue(comm, folder.file("songs.h5"), options);
  const catalogue::Catalogue catalogue = catalogue::Catalogue::open(comm, folder.file("songs.h5"));
  catalogue.verify(comm);
  const catalogue::CatalogueInfo& info = catalogue.info();
  EXPECT_EQ(info.rows, songs);
  EXPECT_EQ(written.rows, songs);
  EXPECT_EQ(info.features, std::vector<std::string>(kSyntheticFeatures.begin(), kSyntheticFeatures.end()));
  EXPECT_EQ(info.source.kind, "synthetic");
  EXPECT_EQ(info.source.seed, 11U);
  std::vector<double> expected(static_cast<std::size_t>(songs) * kSyntheticFeatures.size());
  synthetic_features(11, {0, songs}, expected);
  std::vector<double> values(expected.size());
  catalogue.read({0, songs}, values);
  EXPECT_EQ(values, expected);
}

INSTANTIATE_TEST_SUITE_P(Sizes, SyntheticFiles,
                         testing::Combine(testing::Values<RowIndex>(0, 1, 5, 3000),
                                          testing::Values<RowIndex>(1000, 32768)));

TEST(SyntheticFailures, LeaveTheOldFileAndAgree) {
  const comm::Communicator comm = comm::Communicator::world();
  const test::JobFolder folder(comm);
  const auto status = [&](const fs::path& path, RowIndex songs) {
    try {
      write_synthetic_csv(comm, path, {.songs = songs});
    } catch (const AgreedError& error) {
      return error.status();
    }
    return Exit::kDone;
  };
  EXPECT_EQ(status(folder.file("absent") / "songs.csv", 10), Exit::kIo);
  EXPECT_EQ(status(folder.path(), 10), Exit::kInput) << "a folder";
  EXPECT_EQ(status(folder.file("songs.csv"), -1), Exit::kInput);
  EXPECT_THROW(write_synthetic_catalogue(comm, folder.file("songs.h5"), {.songs = -1}), AgreedError);
  comm.barrier();
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace chorus::synthetic
