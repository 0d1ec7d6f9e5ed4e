// Where the structural characters stand in CSV bytes, as bit masks over 64 bytes: the only part of the CSV
// reader that depends on the CPU. What the masks mean is csv_scanner.hpp's business.
#pragma once

#include "chorus/csv/format.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace chorus::csv {

/// Bytes that one mask covers.
inline constexpr std::size_t kMaskBytes = 64;

/// Bit i tells whether byte i is the character; bits beyond the last byte are 0.
struct CsvMasks {
  std::uint64_t delimiter = 0;
  std::uint64_t quote = 0;
  std::uint64_t line_feed = 0;
  std::uint64_t carriage_return = 0;
  std::uint64_t nul = 0;
};

/// Fills masks[i] for bytes [64 i, 64 i + 64). Local. The same on every CPU.
/// @pre masks.size() == ceil(bytes.size() / 64); the delimiter is none of the other four characters
void find_csv_masks(std::span<const char> bytes, CsvDialect dialect, std::span<CsvMasks> masks);

}  // namespace chorus::csv
