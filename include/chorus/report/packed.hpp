// Numbers as short text: what the page's script unpacks (assets/unpack.js).
#pragma once

#include "chorus/report/report_data.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace chorus::report {

/// Standard base64 with padding (RFC 4648).
[[nodiscard]] std::string base64(std::span<const std::uint8_t> bytes);

/// Each value as 0 to 65535 over `range`, little-endian, base64: off by at most range / 131070. A value
/// outside of the range is its nearer bound; a range without width packs to zeros.
[[nodiscard]] std::string packed_fractions(std::span<const double> values, const Interval& range);

/// LEB128 numbers, base64. @pre not negative
[[nodiscard]] std::string packed_integers(std::span<const std::int64_t> values);

/// As packed_integers, of pairs (how many zeros, then a count that is not zero); zeros at the end are left
/// out.
[[nodiscard]] std::string packed_counts(std::span<const std::int64_t> counts);

/// Smallest and largest value; [0, 0] of none.
[[nodiscard]] Interval range_of(std::span<const double> values);

}  // namespace chorus::report
