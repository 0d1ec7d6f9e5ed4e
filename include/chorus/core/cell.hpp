// What a cell of the catalogue is. A cell that is no finite number is a quiet NaN whose low bits tell why, so
// that rows can be filtered long after the text is gone.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace chorus {

enum class CellKind : std::uint8_t {
  kNumber = 0,
  kMissing = 1,     ///< empty, or one of the missing-value words
  kNotNumeric = 2,  ///< text that is no number
  kNotFinite = 3,   ///< an infinity, written so or beyond the range of a double
};

/// The NaN that stands for such a cell. @pre kind != kNumber
[[nodiscard]] inline double missing_cell(CellKind kind) {
  return std::bit_cast<double>(std::uint64_t{0x7ff8000000000000U} | static_cast<std::uint64_t>(kind));
}

/// A NaN without such bits counts as kMissing.
[[nodiscard]] inline CellKind cell_kind(double value) {
  if (!std::isnan(value)) return std::isinf(value) ? CellKind::kNotFinite : CellKind::kNumber;
  const auto low = std::bit_cast<std::uint64_t>(value) & 0xffU;
  if (low == static_cast<std::uint64_t>(CellKind::kNotNumeric)) return CellKind::kNotNumeric;
  if (low == static_cast<std::uint64_t>(CellKind::kNotFinite)) return CellKind::kNotFinite;
  return CellKind::kMissing;
}

}  // namespace chorus
