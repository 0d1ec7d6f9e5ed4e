#include "block_table.hpp"
#include "description_file.hpp"

#include <algorithm>
#include <array>

namespace chorus::catalogue {
namespace {

using hdf5::Handle;
using hdf5::Place;

Handle open_group(const Place& root, const char* name) {
  H5L_info_t link{};
  if (H5Lget_info(root.id, name, &link, H5P_DEFAULT) < 0 || link.type != H5L_TYPE_HARD) {
    throw hdf5::corrupt(root, std::string("group ") + name);
  }
  Handle opened(H5Gopen2(root.id, name, H5P_DEFAULT), H5Gclose);
  if (opened.id() < 0) throw hdf5::corrupt(root, std::string("group ") + name);
  return opened;
}

SourceInfo read_source(const Place& root) {
  const Handle opened = open_group(root, "source");
  const Place place{opened.id(), root.path, root.file_size};
  SourceInfo source;
  source.kind = hdf5::read_text(place, "kind");
  source.path = hdf5::read_text(place, "path");
  source.size = hdf5::read_unsigned(place, "size");
  source.hash = hdf5::read_text(place, "hash");
  source.header.dialect.delimiter = static_cast<char>(hdf5::read_unsigned(place, "delimiter"));
  source.header.names = hdf5::read_texts(place, "header_names");
  source.header.crlf = hdf5::read_unsigned(place, "crlf") != 0;
  source.header.first_record.offset = hdf5::read_unsigned(place, "records_offset");
  source.header.first_record.line = hdf5::read_signed(place, "records_line");
  source.missing_words = hdf5::read_texts(place, "missing_words");
  source.skipped = hdf5::read_signed(place, "skipped");
  source.seed = hdf5::read_unsigned(place, "seed");
  return source;
}

/// Refuses files that other programs, other versions or an interrupted run left.
void check_format(const Place& root) {
  if (H5Aexists(root.id, "format") <= 0 || hdf5::read_text(root, "format") != kCatalogueFormat) {
    throw Error(Exit::kInput, describe("this HDF5 file is no catalogue", root.path.string(),
                                       "give a CSV file, or a catalogue made by `chorus ingest`"));
  }
  const std::uint64_t version = hdf5::read_unsigned(root, "version");
  if (version != kCatalogueVersion) {
    throw Error(Exit::kInput,
                describe("the catalogue is of format version " + std::to_string(version) +
                             ", and this program reads version " + std::to_string(kCatalogueVersion),
                         root.path.string(), "make it again with `chorus ingest`"));
  }
  if (H5Aexists(root.id, "complete") <= 0 || hdf5::read_unsigned(root, "complete") != 1) {
    throw Error(Exit::kInput, describe("the catalogue is incomplete", root.path.string(),
                                       "make it again with `chorus ingest`"));
  }
}

std::vector<std::int64_t> read_counts(const Place& cells, const char* name, std::size_t width) {
  std::vector<std::int64_t> counts(width);
  const std::array<hsize_t, 1> dims = {width};
  hdf5::read_dataset(cells, name, H5T_STD_I64LE, dims, counts.data());
  return counts;
}

}  // namespace

Description read_description(const Place& root) {
  check_format(root);
  Description description;
  CatalogueInfo& info = description.info;
  {
    const Handle access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose);
    const Handle features = hdf5::open_dataset(root, "features", H5T_IEEE_F64LE, access);
    const std::vector<hsize_t> shape = hdf5::dataset_shape(root, "features", features);
    // The rows must fit into the file before anything is allocated by their number.
    if (shape.size() != 2 || shape[1] == 0 || shape[1] > root.file_size ||
        shape[0] > root.file_size / sizeof(double) / shape[1] ||
        H5Dget_storage_size(features.id()) / sizeof(double) < shape[0] * shape[1]) {
      throw hdf5::corrupt(root, "dataset features");
    }
    const Place place{features.id(), root.path, root.file_size};
    info.rows = static_cast<RowIndex>(shape[0]);
    info.features = hdf5::read_texts(place, "names");
    info.source = read_source(root);
    info.source.columns = hdf5::read_texts(place, "columns");
    const std::size_t columns = info.source.columns.size();
    if (info.width() != shape[1] || (columns != 0 && columns != info.width())) {
      throw hdf5::corrupt(root, "attribute names");
    }
  }
  const std::size_t blocks = block_count(info.rows);
  const std::array<hsize_t, 1> block_dims = {blocks};
  const Handle in_blocks = open_group(root, "blocks");
  const Place block_place{in_blocks.id(), root.path, root.file_size};
  description.block_checksums.resize(blocks);
  hdf5::read_dataset(block_place, "checksum", H5T_STD_U64LE, block_dims, description.block_checksums.data());
  if (H5Lexists(in_blocks.id(), "offset", H5P_DEFAULT) > 0) {
    info.block_offsets.resize(blocks);
    info.block_lines.resize(blocks);
    hdf5::read_dataset(block_place, "offset", H5T_STD_U64LE, block_dims, info.block_offsets.data());
    hdf5::read_dataset(block_place, "line", H5T_STD_I64LE, block_dims, info.block_lines.data());
  }
  const Handle in_cells = open_group(root, "cells");
  const Place cell_place{in_cells.id(), root.path, root.file_size};
  info.missing = read_counts(cell_place, "missing", info.width());
  info.not_numeric = read_counts(cell_place, "not_numeric", info.width());
  info.not_finite = read_counts(cell_place, "not_finite", info.width());
  info.range.resize(info.width());
  const std::array<hsize_t, 2> range_dims = {info.width(), 2};
  hdf5::read_dataset(root, "range", H5T_IEEE_F64LE, range_dims, info.range.data());

  std::uint64_t checksum = 0;
  const std::array<hsize_t, 1> one = {1};
  hdf5::read_dataset(root, "checksum", H5T_STD_U64LE, one, &checksum);
  if (checksum != description_checksum(description)) {
    throw hdf5::corrupt(root, "its description does not have the checksum it should have");
  }
  return description;
}

}  // namespace chorus::catalogue
