#include "description_file.hpp"

#include "hdf5_attribute.hpp"

#include <algorithm>
#include <array>

namespace chorus::catalogue {
namespace {

using hdf5::Handle;
using hdf5::Place;

constexpr const char* kHdf5Format = "chorus-catalogue";
constexpr std::uint64_t kHdf5Version = 3;

Handle group(const Place& root, const char* name) {
  const Handle creation(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
  H5Pset_obj_track_times(creation.id(), false);
  Handle made(H5Gcreate2(root.id, name, H5P_DEFAULT, creation.id(), H5P_DEFAULT), H5Gclose);
  if (made.id() < 0) throw hdf5::cannot_write(root.path);
  return made;
}

void write_source(const Place& root, const SourceInfo& source) {
  const Handle made = group(root, "source");
  const Place place{made.id(), root.path};
  hdf5::write_text(place, "kind", source.kind);
  hdf5::write_text(place, "path", source.path.string());
  hdf5::write_number(place, "size", source.size);
  hdf5::write_text(place, "hash", source.hash);
  const csv::CsvHeader& header = source.header;
  hdf5::write_number(place, "delimiter",
                     static_cast<std::uint64_t>(static_cast<unsigned char>(header.dialect.delimiter)));
  hdf5::write_texts(place, "header_names", header.names);
  hdf5::write_number(place, "crlf", static_cast<std::uint64_t>(header.crlf));
  hdf5::write_number(place, "records_offset", header.first_record.offset);
  hdf5::write_number(place, "records_line", header.first_record.line);
  hdf5::write_texts(place, "missing_words", source.missing_words);
  hdf5::write_text(place, "bad_rows", source.bad_rows);
  hdf5::write_text(place, "non_numeric", source.non_numeric);
  hdf5::write_number(place, "skipped", source.skipped);
  hdf5::write_number(place, "spanning_records", source.spans.records);
  hdf5::write_number(place, "spanning_longest", source.spans.longest);
  hdf5::write_number(place, "spanning_line", source.spans.line);
  hdf5::write_number(place, "swallowing_records", source.spans.swallowing);
  hdf5::write_number(place, "swallowing_line", source.spans.swallowing_line);
  hdf5::write_number(place, "seed", source.seed);
}

/// Bytes of file space that write_description needs at most.
std::uint64_t description_size(const Description& description) {
  constexpr std::uint64_t kObjects = std::uint64_t{64} << 10U;  // headers, heaps, alignment
  std::uint64_t texts = 0;
  const auto add = [&](const std::vector<std::string>& list) {
    std::size_t longest = 1;
    for (const std::string& text : list) longest = std::max(longest, text.size());
    texts += longest * list.size();
  };
  add(description.info.features);
  add(description.info.source.columns);
  add(description.info.source.header.names);
  add(description.info.source.missing_words);
  return kObjects + 2 * (to_bytes(description).size() + texts);
}

void write_description(const Place& root, const Description& description) {
  const CatalogueInfo& info = description.info;
  const Handle features(H5Dopen2(root.id, "features", H5P_DEFAULT), H5Dclose);
  hdf5::write_texts({features.id(), root.path}, "names", info.features);
  hdf5::write_texts({features.id(), root.path}, "columns", info.source.columns);

  const Handle blocks = group(root, "blocks");
  const Place in_blocks{blocks.id(), root.path};
  const std::array<hsize_t, 1> block_dims = {description.block_checksums.size()};
  hdf5::write_dataset(in_blocks, "checksum", H5T_STD_U64LE, block_dims, description.block_checksums.data());
  if (!info.block_offsets.empty()) {
    hdf5::write_dataset(in_blocks, "offset", H5T_STD_U64LE, block_dims, info.block_offsets.data());
    hdf5::write_dataset(in_blocks, "line", H5T_STD_I64LE, block_dims, info.block_lines.data());
  }

  const Handle cells = group(root, "cells");
  const Place in_cells{cells.id(), root.path};
  const std::array<hsize_t, 1> width = {info.width()};
  hdf5::write_dataset(in_cells, "missing", H5T_STD_I64LE, width, info.missing.data());
  hdf5::write_dataset(in_cells, "not_numeric", H5T_STD_I64LE, width, info.not_numeric.data());
  hdf5::write_dataset(in_cells, "not_finite", H5T_STD_I64LE, width, info.not_finite.data());

  static_assert(sizeof(FeatureRange) == 2 * sizeof(double));
  const std::array<hsize_t, 2> range_dims = {info.width(), 2};
  hdf5::write_dataset(root, "range", H5T_IEEE_F64LE, range_dims, info.range.data());
  write_source(root, info.source);
  const std::uint64_t checksum = description_checksum(description);
  const std::array<hsize_t, 1> one = {1};
  hdf5::write_dataset(root, "checksum", H5T_STD_U64LE, one, &checksum);
  hdf5::write_text(root, "format", kHdf5Format);
  hdf5::write_number(root, "version", kHdf5Version);
  hdf5::write_number(root, "complete", std::uint64_t{1});
}

}  // namespace

std::vector<RowRun> add_description(files::StagedFile& staged, const Description& description) {
  hdf5::silence_errors();
  staged.reserve(std::filesystem::file_size(staged.temporary()) + description_size(description));
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  H5Pset_libver_bounds(access.id(), H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
  Handle file(H5Fopen(staged.temporary().c_str(), H5F_ACC_RDWR, access.id()), H5Fclose);
  if (file.id() < 0) throw hdf5::cannot_write(staged.path());
  write_description({file.id(), staged.path()}, description);
  std::vector<RowRun> runs = find_rows({file.id(), staged.path()}, description.info.rows);
  if (H5Fflush(file.id(), H5F_SCOPE_GLOBAL) < 0 || !file.close()) throw hdf5::cannot_write(staged.path());
  return runs;
}

}  // namespace chorus::catalogue
