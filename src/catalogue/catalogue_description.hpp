// What a catalogue says about its rows, and its form as bytes: for the checksum over it, and for handing it
// from rank 0 to the others.
#pragma once

#include "chorus/catalogue/catalogue_file.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::catalogue {

struct Description {
  CatalogueInfo info;                          ///< all but its path
  std::vector<std::uint64_t> block_checksums;  ///< one a row block
};

/// All of the description in a fixed order: integers as 8 bytes, little-endian; doubles as their bits; texts
/// and lists preceded by their length. Local.
[[nodiscard]] std::string to_bytes(const Description& description);

/// The inverse; nothing for bytes that to_bytes does not write. Local.
[[nodiscard]] std::optional<Description> from_bytes(std::string_view bytes);

/// Whether all lists are as long as the numbers of rows and features say. Local.
[[nodiscard]] bool well_formed(const Description& description);

/// The value of /checksum: XXH3-64 of to_bytes. Local.
[[nodiscard]] std::uint64_t description_checksum(const Description& description);

}  // namespace chorus::catalogue
