#include "features_file.hpp"

#include <algorithm>
#include <array>

namespace chorus::catalogue {
namespace {

using hdf5::cannot_write;
using hdf5::Handle;

/// Rows per chunk of the dataset: large enough to write fast, small enough for small catalogues.
constexpr hsize_t kChunkRows = 4096;
/// File space for HDF5's own bookkeeping: for each chunk, and at all.
constexpr std::uint64_t kIndexEntry = 64;
constexpr std::uint64_t kBookkeeping = std::uint64_t{1} << 20U;
/// One independent transfer stays below this; HDF5 over MPI-IO fails above 2 GiB.
constexpr std::size_t kTransferBytes = std::size_t{512} << 20U;

}  // namespace

FeaturesFile::FeaturesFile(const comm::Communicator& comm, const std::filesystem::path& path,
                           std::size_t width)
    : path_(path), width_(width) {
  hdf5::silence_errors();
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_fapl_mpio(access.id(), comm.handle(), MPI_INFO_NULL);
  // The newest format keeps checksums over its own structures, so a damaged file is noticed by HDF5.
  H5Pset_libver_bounds(access.id(), H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  H5Pset_obj_track_times(creation.id(), false);
  file_ = Handle(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose);
  if (file_.id() < 0) throw cannot_write(path_);

  const std::array<hsize_t, 2> none = {0, width};
  const std::array<hsize_t, 2> unlimited = {H5S_UNLIMITED, width};
  const std::array<hsize_t, 2> chunk = {kChunkRows, width};
  const Handle space(H5Screate_simple(2, none.data(), unlimited.data()), H5Sclose);
  const Handle layout(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_chunk(layout.id(), 2, chunk.data());
  H5Pset_alloc_time(layout.id(), H5D_ALLOC_TIME_EARLY);
  H5Pset_fill_time(layout.id(), H5D_FILL_TIME_NEVER);
  H5Pset_obj_track_times(layout.id(), false);
  dataset_ = Handle(
      H5Dcreate2(file_.id(), "features", H5T_IEEE_F64LE, space.id(), H5P_DEFAULT, layout.id(), H5P_DEFAULT),
      H5Dclose);
  if (dataset_.id() < 0) {
    file_.release();
    throw cannot_write(path_);
  }
}

std::uint64_t FeaturesFile::size_with(RowIndex rows) const {
  const std::uint64_t chunks = (static_cast<std::uint64_t>(rows) + kChunkRows - 1) / kChunkRows;
  return chunks * (kChunkRows * width_ * sizeof(double) + kIndexEntry) + kBookkeeping;
}

void FeaturesFile::extend(RowIndex rows) {
  const std::array<hsize_t, 2> dims = {static_cast<hsize_t>(rows), width_};
  if (H5Dset_extent(dataset_.id(), dims.data()) < 0) throw cannot_write(path_);
}

void FeaturesFile::write(RowIndex first_row, std::span<const double> values) {
  const std::size_t piece = std::max<std::size_t>(kTransferBytes / sizeof(double) / width_, 1) * width_;
  auto row = static_cast<hsize_t>(first_row);
  while (!values.empty()) {
    const auto part = values.first(std::min(piece, values.size()));
    const std::array<hsize_t, 2> start = {row, 0};
    const std::array<hsize_t, 2> count = {part.size() / width_, width_};
    const Handle memory(H5Screate_simple(2, count.data(), nullptr), H5Sclose);
    const Handle file(H5Dget_space(dataset_.id()), H5Sclose);
    if (H5Sselect_hyperslab(file.id(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr) < 0 ||
        H5Dwrite(dataset_.id(), H5T_NATIVE_DOUBLE, memory.id(), file.id(), H5P_DEFAULT, part.data()) < 0) {
      throw cannot_write(path_);
    }
    row += count[0];
    values = values.subspan(part.size());
  }
}

void FeaturesFile::close() {
  const bool dataset = dataset_.close();
  const bool file = file_.close();
  if (!dataset || !file) throw cannot_write(path_);
}

FeaturesFile::~FeaturesFile() {
  dataset_.release();
  file_.release();
}

std::vector<RowRun> find_rows(const hdf5::Place& root, RowIndex rows) {
  const Handle dataset(H5Dopen2(root.id, "features", H5P_DEFAULT), H5Dclose);
  std::vector<RowRun> runs;
  for (RowIndex row = 0; row < rows; row += kChunkRows) {
    const std::array<hsize_t, 2> corner = {static_cast<hsize_t>(row), 0};
    unsigned filters = 0;
    haddr_t address = HADDR_UNDEF;
    hsize_t bytes = 0;
    if (H5Dget_chunk_info_by_coord(dataset.id(), corner.data(), &filters, &address, &bytes) < 0 ||
        address == HADDR_UNDEF) {
      throw cannot_write(root.path);
    }
    const RowIndex here = std::min<RowIndex>(kChunkRows, rows - row);
    // A chunk that follows the one before it in the file lengthens its run.
    const std::uint64_t row_bytes = bytes / kChunkRows;
    if (!runs.empty() &&
        runs.back().offset + static_cast<std::uint64_t>(runs.back().rows) * row_bytes == address) {
      runs.back().rows += here;
    } else {
      runs.push_back({address, here});
    }
  }
  return runs;
}

}  // namespace chorus::catalogue
