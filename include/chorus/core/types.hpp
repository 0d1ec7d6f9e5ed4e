// The integer types that the whole program counts in.
#pragma once

#include <cstddef>
#include <cstdint>

namespace chorus {

/// A row of the catalogue, counted from 0 in file order. 64 bits: catalogues exceed 2^31 rows.
using RowIndex = std::int64_t;

/// The cluster of a row, counted from 0; kNoLabel for a row that was not used, kNoise for one that was and is
/// in no cluster.
using Label = std::int32_t;
inline constexpr Label kNoLabel = -1;
inline constexpr Label kNoise = -2;

/// 128-bit signed integer, for exact totals over any number of rows.
__extension__ using Int128 = __int128;

}  // namespace chorus
