// The description of a catalogue in its HDF5 file, as catalogue_file.hpp documents it. Local: one rank writes
// and reads it, and hands it to the others as bytes.
#pragma once

#include "catalogue_description.hpp"
#include "hdf5_attribute.hpp"

namespace chorus::catalogue {

inline constexpr const char* kCatalogueFormat = "chorus-catalogue";
inline constexpr std::uint64_t kCatalogueVersion = 2;

/// Bytes of file space that write_description needs at most. Local.
[[nodiscard]] std::uint64_t description_size(const Description& description);

/// Adds the description to the file `root`, which holds /features. Throws Error(kIo).
void write_description(const hdf5::Place& root, const Description& description);

/// Reads and checks it. Throws Error(kInput) for a file that is no catalogue, incomplete or damaged.
[[nodiscard]] Description read_description(const hdf5::Place& root);

}  // namespace chorus::catalogue
