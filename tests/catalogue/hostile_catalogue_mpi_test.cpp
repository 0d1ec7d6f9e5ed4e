// Catalogues that something else changed: each ends in an error on every rank, none in wrong numbers.
// (tests/reliability/damage_mpi_test.cpp flips bits and forges checksums.)
#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/agree.hpp"
#include "support/job_folder.hpp"

#include <gtest/gtest.h>
#include <hdf5.h>

#include <array>
#include <cstring>
#include <functional>
#include <string>

namespace chorus::catalogue {
namespace {

namespace fs = std::filesystem;
using test::JobFolder;

constexpr RowIndex kRows = 1500;
constexpr std::size_t kHostileWidth = 2;

std::vector<double> hostile_rows(RowRange range) {
  std::vector<double> values;
  for (RowIndex row = range.begin; row < range.end; ++row) {
    values.push_back(static_cast<double>(row) + .25);
    values.push_back(1 / static_cast<double>(row + 1));
  }
  return values;
}

void write_small(const comm::Communicator& comm, const fs::path& path) {
  CatalogueWriter writer(comm, path, kHostileWidth, Durability::kScratch);
  const RowRange mine = RowPartition(kRows, comm.size()).range(comm.rank());
  const auto n = static_cast<std::size_t>(mine.size());
  writer.append(hostile_rows(mine), std::vector<std::uint64_t>(n, 50), std::vector<std::int64_t>(n, 2));
  CatalogueInfo info;
  info.features = {"tempo", "energy"};
  info.source.kind = "csv";
  info.source.header.names = {"tempo", "energy"};
  info.source.columns = info.features;
  writer.finish(info);
  comm.barrier();
}

/// Opens, verifies and reads. True if everything is as written; false if an error was reported, the same on
/// every rank; anything else is a failure.
bool intact(const comm::Communicator& comm, const fs::path& path) {
  try {
    const Catalogue catalogue = Catalogue::open(comm, path);
    catalogue.verify(comm);
    std::vector<double> values(static_cast<std::size_t>(catalogue.info().rows) * catalogue.info().width());
    catalogue.read({0, catalogue.info().rows}, values);
    EXPECT_EQ(values, hostile_rows({0, kRows}));
    EXPECT_EQ(catalogue.info().features, (std::vector<std::string>{"tempo", "energy"}));
    EXPECT_EQ(catalogue.info().range[0].max, static_cast<double>(kRows) - .75);
    return true;
  } catch (const AgreedError& error) {
    EXPECT_TRUE(error.status() == Exit::kInput || error.status() == Exit::kIo) << error.what();
    return false;
  }
}

class HostileCatalogue : public testing::Test {
 protected:
  comm::Communicator comm = comm::Communicator::world();

  /// Whether the catalogue is refused after rank 0 has changed it through HDF5.
  bool refused_after(const std::function<void(hid_t)>& change) {
    const JobFolder folder(comm);
    const fs::path path = folder.file("songs.h5");
    write_small(comm, path);
    EXPECT_TRUE(intact(comm, path));
    comm.barrier();
    if (comm.is_root()) {
      const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
      change(file);
      H5Fclose(file);
    }
    comm.barrier();
    return !intact(comm, path);
  }
};

TEST_F(HostileCatalogue, CutsAnywhereAreNoticed) {
  const JobFolder folder(comm);
  const fs::path path = folder.file("songs.h5");
  write_small(comm, path);
  const std::string good = test::read_file(path);
  comm.barrier();
  for (std::size_t size = 0; size < good.size(); size += 2999) {
    folder.write("songs.h5", std::string_view(good).substr(0, size));
    EXPECT_FALSE(intact(comm, path)) << size;
    comm.barrier();
  }
}

TEST_F(HostileCatalogue, WhatWasChangedThroughHdf5IsRefused) {
  for (const char* part : {"features", "blocks/checksum", "source", "checksum"}) {
    EXPECT_TRUE(refused_after([&](hid_t file) { H5Ldelete(file, part, H5P_DEFAULT); })) << part;
  }
  EXPECT_TRUE(refused_after([](hid_t file) { H5Adelete(file, "format"); }));
  EXPECT_TRUE(refused_after([](hid_t file) {
    const hid_t dataset = H5Dopen2(file, "range", H5P_DEFAULT);
    const std::array<double, 4> values = {1, 2, 3, 4};
    H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    H5Dclose(dataset);
  }));
}

TEST_F(HostileCatalogue, BytesBeyondTheRowsAreCoveredToo) {
  // The last chunk is not full: what stands behind its rows is read by nobody, and checked all the same.
  const JobFolder folder(comm);
  const fs::path path = folder.file("songs.h5");
  write_small(comm, path);
  const std::string good = test::read_file(path);
  const std::vector<double> rows = hostile_rows({kRows - 8, kRows});
  std::string needle(rows.size() * sizeof(double), '\0');
  std::memcpy(needle.data(), rows.data(), needle.size());
  const std::size_t end = good.find(needle) + needle.size();
  comm.barrier();
  for (const std::size_t at : {end, end + 1000}) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    folder.write("songs.h5", bad);
    EXPECT_FALSE(intact(comm, path)) << at;
    comm.barrier();
  }
}

TEST_F(HostileCatalogue, OtherProgramsSeeAnOrdinaryHdf5File) {
  const JobFolder folder(comm);
  const fs::path path = folder.file("songs.h5");
  write_small(comm, path);
  if (comm.is_root()) {
    const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    const hid_t dataset = H5Dopen2(file, "features", H5P_DEFAULT);
    std::vector<double> values(kRows * kHostileWidth);
    EXPECT_GE(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0);
    EXPECT_EQ(values, hostile_rows({0, kRows}));
    H5Dclose(dataset);
    H5Fclose(file);
  }
  EXPECT_TRUE(intact(comm, path));
}

}  // namespace
}  // namespace chorus::catalogue
