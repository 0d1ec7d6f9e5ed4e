// parse_short_decimal for many cells at once: vectorised with a cell a lane, dispatched at run time.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chorus::csv {

/// Cells are read in groups of so many.
inline constexpr std::size_t kDecimalGroup = 64;

/// Reads cells of at most eight bytes, a minus sign included. Bit i % 64 of unread[i / 64] says that cell i
/// is not of this form (its value means nothing then): it may still be a number. A build or a machine without
/// vectors reads none.
/// @param count a multiple of kDecimalGroup
/// @param text count: the eight bytes before the cell's end, the first of them in the lowest byte; what
///   precedes the cell may be anything
/// @param length count: bytes in the cell
/// @param values count
/// @param unread count / kDecimalGroup
void parse_short_decimals(std::size_t count, const std::uint64_t* text, const std::uint64_t* length,
                          double* values, std::uint64_t* unread);

}  // namespace chorus::csv
