#include "block_table.hpp"
#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/agree.hpp"
#include "description_file.hpp"
#include "features_file.hpp"
#include "system_error.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <string>
#include <utility>

namespace chorus::catalogue {
namespace {

using hdf5::Handle;

Handle open_file(const std::filesystem::path& path) {
  // HDF5 does not tell a missing file from a foreign one; the system does.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw system_error("cannot open the catalogue", path, errno);
  ::close(descriptor);
  Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (file.id() < 0) {
    throw hdf5::failure(Exit::kInput, "this is no HDF5 file, or a damaged one", path,
                        "give a CSV file, or a catalogue made by `chorus ingest`");
  }
  return file;
}

}  // namespace

struct Catalogue::State {
  Handle file, features;
};

Catalogue::Catalogue() : state_(std::make_unique<State>()) {}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

Catalogue Catalogue::open(const comm::Communicator& comm, const std::filesystem::path& path) {
  hdf5::silence_errors();
  Catalogue catalogue;
  State& state = *catalogue.state_;
  // Rank 0 reads the description for all; the others only find their way to the rows.
  std::string bytes = comm::agree_on(comm, [&] {
    if (!comm.is_root()) return std::string();
    state.file = open_file(path);
    return to_bytes(read_description({state.file.id(), path, std::filesystem::file_size(path)}));
  });
  bytes = comm.broadcast(std::move(bytes), 0);
  Description description = from_bytes(bytes);
  catalogue.info_ = std::move(description.info);
  catalogue.info_.path = path;
  catalogue.block_checksums_ = std::move(description.block_checksums);
  comm::agree_on(comm, [&] {
    if (!comm.is_root()) state.file = open_file(path);
    state.features = open_features({state.file.id(), path, std::filesystem::file_size(path)},
                                   catalogue.info_.rows, catalogue.info_.width());
  });
  return catalogue;
}

void Catalogue::read(RowRange range, std::span<double> values) const {
  const std::size_t width = info_.width();
  assert(0 <= range.begin && range.begin <= range.end && range.end <= info_.rows);
  assert(values.size() == static_cast<std::size_t>(range.size()) * width);
  const std::size_t piece = std::max<std::size_t>(kTransferBytes / sizeof(double) / width, 1) * width;
  auto row = static_cast<hsize_t>(range.begin);
  while (!values.empty()) {
    const auto part = values.first(std::min(piece, values.size()));
    const std::array<hsize_t, 2> start = {row, 0};
    const std::array<hsize_t, 2> count = {part.size() / width, width};
    const Handle memory(H5Screate_simple(2, count.data(), nullptr), H5Sclose);
    const Handle file(H5Dget_space(state_->features.id()), H5Sclose);
    if (H5Sselect_hyperslab(file.id(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr) < 0 ||
        H5Dread(state_->features.id(), H5T_NATIVE_DOUBLE, memory.id(), file.id(), H5P_DEFAULT, part.data()) <
            0) {
      throw hdf5::failure(Exit::kIo, "cannot read the catalogue", info_.path,
                          "check the disk, and whether the file was changed meanwhile");
    }
    row += count[0];
    values = values.subspan(part.size());
  }
}

std::uint64_t Catalogue::checksum(RowIndex first_row, std::size_t width, std::span<const double> values) {
  return rows_checksum(first_row, width, values);
}

void Catalogue::verify(const comm::Communicator& comm) const {
  const RowPartition partition(info_.rows, comm.size());
  const RowRange mine = partition.range(comm.rank());
  const std::size_t width = info_.width();
  const RowIndex batch = std::max<RowIndex>(
      static_cast<RowIndex>((std::size_t{4} << 20U) / sizeof(double) / width) / kRowBlock, 1);
  const RowIndex first_block = (mine.begin + kRowBlock - 1) / kRowBlock;
  const RowIndex end_block = (mine.end + kRowBlock - 1) / kRowBlock;
  // Ranks hold ascending rows, so the lowest rank that fails names the first damaged block.
  comm::agree_on(comm, [&] {
    std::vector<double> values;
    for (RowIndex block = first_block; block < end_block; block += batch) {
      const RowRange rows = {block * kRowBlock,
                             std::min(info_.rows, std::min(block + batch, end_block) * kRowBlock)};
      values.resize(static_cast<std::size_t>(rows.size()) * width);
      read(rows, values);
      for (RowIndex row = rows.begin; row < rows.end; row += kRowBlock) {
        const RowIndex end = std::min(row + kRowBlock, rows.end);
        const auto part = std::span<const double>(values).subspan(
            static_cast<std::size_t>(row - rows.begin) * width, static_cast<std::size_t>(end - row) * width);
        if (checksum(row, width, part) != block_checksums_[static_cast<std::size_t>(row / kRowBlock)]) {
          throw Error(Exit::kInput, describe("the catalogue is damaged in rows " + std::to_string(row) +
                                                 " to " + std::to_string(end - 1),
                                             info_.path.string(), "make it again with `chorus ingest`"));
        }
      }
    }
  });
}

}  // namespace chorus::catalogue
