// What a catalogue says about its rows, and its form as bytes: for the checksum over it, and for handing it
// from rank 0 to the others.
#pragma once

#include "chorus/catalogue/catalogue_file.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace chorus::catalogue {

struct Description {
  CatalogueInfo info;                          ///< all but its path
  std::vector<std::uint64_t> block_checksums;  ///< one a row block
};

/// All of the description in a fixed order: integers as 8 bytes, little-endian; doubles as their bits; texts
/// and lists preceded by their length. Local.
[[nodiscard]] std::string to_bytes(const Description& description);

/// The inverse. @pre `bytes` came from to_bytes
[[nodiscard]] Description from_bytes(std::span<const char> bytes);

/// The value of /checksum: XXH3-64 of to_bytes. Local.
[[nodiscard]] std::uint64_t description_checksum(const Description& description);

}  // namespace chorus::catalogue
