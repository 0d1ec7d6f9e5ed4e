// The seal at the end of a catalogue, behind HDF5's part of the file: what this program reads of its own
// catalogues. It holds the description once more, says where the rows stand in the file, and has a checksum
// over itself and over all of HDF5's part but the rows (those have checksums by block). So every bit of the
// file is covered, and reading asks nothing of libhdf5, which does not survive every file that is damaged or
// made to harm it. HDF5's part is for all other programs; they don't see the seal.
//
// The seal, all integers little-endian: the description (catalogue_description.hpp) as a text, preceded by
// its length; the bytes of a row; the number of runs, and each run's offset in the file and rows; then the
// last 64 bytes of the file: the size of HDF5's part (uint64), the size of what stands between it and these
// 64 bytes (uint64), the format version (uint64), the XXH3-128 of the seal without this hash and then of
// HDF5's part without the rows (16 bytes, canonical order), eight zero bytes, and the 16 bytes
// "chorus-catalogue".
#pragma once

#include "chorus/core/types.hpp"
#include "chorus/files/staged_file.hpp"
#include "source_file.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::catalogue {

/// Consecutive rows that stand together in the file.
struct RowRun {
  std::uint64_t offset = 0;  ///< of the first, in bytes
  RowIndex rows = 0;
};

struct Seal {
  std::string description;      ///< as bytes
  std::uint64_t row_bytes = 0;  ///< d doubles
  std::vector<RowRun> runs;     ///< in row order, each of one row at least
};

/// Local. Adds the seal to HDF5's part, which is complete and closed. Throws Error(kIo).
void write_seal(files::StagedFile& file, const Seal& seal);

/// Local. The seal of a catalogue. Nothing is believed before the checksum agreed, and no more memory is
/// asked for than the file is large. Throws Error: kInput for anything but what write_seal wrote, kIo.
[[nodiscard]] Seal read_seal(const SourceFile& file);

/// All of it but the last 64 bytes, for handing it to other ranks. Local.
[[nodiscard]] std::string to_bytes(const Seal& seal);
/// The inverse; nothing for bytes that to_bytes did not write. Local.
[[nodiscard]] std::optional<Seal> seal_from_bytes(std::string_view bytes);

/// The last 64 bytes of a sealed file, whose HDF5 part is `hdf5_bytes` long. Local.
[[nodiscard]] std::string seal_end(const SourceFile& file, std::uint64_t hdf5_bytes, const Seal& seal);

}  // namespace chorus::catalogue
