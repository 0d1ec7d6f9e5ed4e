// Catalogues that a damaged disk or an enemy made: each ends in an error on every rank, none in a crash, none
// in wrong numbers.
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

TEST_F(HostileCatalogue, FlippedBytesAnywhereAreHarmlessOrNoticed) {
  const JobFolder folder(comm);
  const fs::path path = folder.file("songs.h5");
  write_small(comm, path);
  const std::string good = test::read_file(path);
  const std::vector<double> rows = hostile_rows({0, 8});
  std::string needle(rows.size() * sizeof(double), '\0');
  std::memcpy(needle.data(), rows.data(), needle.size());
  const std::size_t data = good.find(needle);
  ASSERT_NE(data, std::string::npos);
  constexpr std::size_t kChunkBytes = 4096 * kHostileWidth * sizeof(double);
  comm.barrier();
  int noticed = 0;
  // Every 41st byte outside the rows, and some of the rows.
  for (std::size_t at = 0; at < good.size(); at += at >= data && at < data + kChunkBytes ? 4999 : 41) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
    folder.write("songs.h5", bad);
    if (!intact(comm, path)) ++noticed;
    comm.barrier();
  }
  EXPECT_GT(noticed, 50);
}

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

/// Replaces a dataset by one of another type, shape or layout.
void replace(
    hid_t file, const char* name, hid_t type, std::vector<hsize_t> dims,
    const std::function<void(hid_t)>& layout = [](hid_t) {}) {
  H5Ldelete(file, name, H5P_DEFAULT);
  const hid_t space = H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr);
  const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
  layout(creation);
  const hid_t dataset = H5Dcreate2(file, name, type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
  H5Dclose(dataset);
  H5Pclose(creation);
  H5Sclose(space);
}

TEST_F(HostileCatalogue, MissingPartsAreNoticed) {
  for (const char* part : {"features", "blocks", "blocks/checksum", "blocks/offset", "blocks/line", "cells",
                           "cells/missing", "range", "source", "checksum"}) {
    EXPECT_TRUE(refused_after([&](hid_t file) { H5Ldelete(file, part, H5P_DEFAULT); })) << part;
  }
  for (const char* attribute : {"format", "version", "complete"}) {
    EXPECT_TRUE(refused_after([&](hid_t file) { H5Adelete(file, attribute); })) << attribute;
  }
  EXPECT_TRUE(refused_after([](hid_t file) { H5Adelete_by_name(file, "source", "hash", H5P_DEFAULT); }));
  EXPECT_TRUE(refused_after([](hid_t file) { H5Adelete_by_name(file, "features", "names", H5P_DEFAULT); }));
}

TEST_F(HostileCatalogue, OtherTypesAndShapesAreNoticed) {
  EXPECT_TRUE(refused_after([](hid_t f) { replace(f, "range", H5T_IEEE_F32LE, {kHostileWidth, 2}); }));
  EXPECT_TRUE(refused_after([](hid_t f) { replace(f, "range", H5T_IEEE_F64LE, {2 * kHostileWidth}); }));
  EXPECT_TRUE(refused_after([](hid_t f) { replace(f, "blocks/checksum", H5T_STD_U64LE, {1}); }));
  EXPECT_TRUE(refused_after([](hid_t f) { replace(f, "checksum", H5T_STD_U64BE, {1}); }));
  EXPECT_TRUE(refused_after([](hid_t f) { replace(f, "features", H5T_IEEE_F64LE, {kRows}); }));
  EXPECT_TRUE(refused_after([](hid_t f) { replace(f, "features", H5T_IEEE_F64BE, {kRows, kHostileWidth}); }));
  EXPECT_TRUE(refused_after([](hid_t f) { replace(f, "features", H5T_IEEE_F64LE, {kRows, 0}); }));
}

TEST_F(HostileCatalogue, HugeSizesAreRefusedBeforeMemoryIsAsked) {
  const hsize_t huge = hsize_t{1} << 50U;
  const auto chunked = [](hid_t creation) {
    const std::array<hsize_t, 2> chunk = {1024, kHostileWidth};
    H5Pset_chunk(creation, 2, chunk.data());
  };
  EXPECT_TRUE(refused_after([&](hid_t f) {
    replace(f, "features", H5T_IEEE_F64LE, {huge, kHostileWidth}, chunked);
  }));
  EXPECT_TRUE(refused_after([&](hid_t f) {
    replace(f, "features", H5T_IEEE_F64LE, {huge, huge}, [](hid_t p) {
      const std::array<hsize_t, 2> chunk = {16, 16};
      H5Pset_chunk(p, 2, chunk.data());
    });
  }));
}

TEST_F(HostileCatalogue, CompressedExternalAndLinkedDataAreRefused) {
  EXPECT_TRUE(refused_after([](hid_t f) {
    replace(f, "features", H5T_IEEE_F64LE, {kRows, kHostileWidth}, [](hid_t creation) {
      const std::array<hsize_t, 2> chunk = {1024, kHostileWidth};
      H5Pset_chunk(creation, 2, chunk.data());
      H5Pset_fletcher32(creation);
    });
  }));
  EXPECT_TRUE(refused_after([](hid_t f) {
    replace(f, "range", H5T_IEEE_F64LE, {kHostileWidth, 2},
            [](hid_t creation) { H5Pset_external(creation, "/etc/passwd", 0, kHostileWidth * 16); });
  }));
  EXPECT_TRUE(refused_after([](hid_t f) {
    H5Ldelete(f, "features", H5P_DEFAULT);
    H5Lcreate_external("other.h5", "/features", f, "features", H5P_DEFAULT, H5P_DEFAULT);
  }));
  EXPECT_TRUE(refused_after([](hid_t f) {
    H5Ldelete(f, "source", H5P_DEFAULT);
    H5Lcreate_soft("/", f, "source", H5P_DEFAULT, H5P_DEFAULT);
  }));
}

TEST_F(HostileCatalogue, OtherStringsAndVersionsAreRefused) {
  EXPECT_TRUE(refused_after([](hid_t f) {
    // Variable-length text would make HDF5 allocate what the file says.
    H5Adelete(f, "format");
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t attribute = H5Acreate2(f, "format", type, space, H5P_DEFAULT, H5P_DEFAULT);
    const char* text = "chorus-catalogue";
    H5Awrite(attribute, type, static_cast<const void*>(&text));
    H5Aclose(attribute);
    H5Sclose(space);
    H5Tclose(type);
  }));
  EXPECT_TRUE(refused_after([](hid_t f) {
    const hid_t attribute = H5Aopen(f, "version", H5P_DEFAULT);
    const std::uint64_t later = 2;
    H5Awrite(attribute, H5T_NATIVE_UINT64, &later);
    H5Aclose(attribute);
  }));
  EXPECT_TRUE(refused_after([](hid_t f) {
    // A changed description no longer has its checksum.
    const hid_t dataset = H5Dopen2(f, "range", H5P_DEFAULT);
    const std::array<double, 4> values = {1, 2, 3, 4};
    H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
    H5Dclose(dataset);
  }));
}

}  // namespace
}  // namespace chorus::catalogue
