// What everyone who uses a RunResult relies on, whether it was made or read from a file.
#pragma once

#include "chorus/model/run_result.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace chorus::model {

/// The largest number of rows, and of songs in any count, that a result can have: sums of a few of them, and
/// of one a cluster, stay far from the end of 64 bits.
inline constexpr RowIndex kMostRows = RowIndex{1} << 44U;
/// The largest number of clusters.
inline constexpr int kMostClusters = 65536;

/// "NAME has FOUND entries, expected WANTED"; nothing where that is so.
[[nodiscard]] std::optional<std::string> wrong_length(std::size_t found, std::size_t wanted,
                                                      const std::string& name);
/// "NAME is VALUE, expected a whole number from LEAST to MOST"; nothing where it is.
[[nodiscard]] std::optional<std::string> out_of_range(std::int64_t value, std::int64_t least,
                                                      std::int64_t most, const std::string& name);

/// Where the result breaks one of these, or nothing: every list has d, k or d x d entries as run_result.hpp
/// says; there is a feature, and 1 to kMostClusters clusters; no count is negative, none of rows above
/// kMostRows; rows used and the sizes of clusters are not above the rows. Numbers may be NaN. Local.
[[nodiscard]] std::optional<std::string> flaw_of(const RunResult& result);

}  // namespace chorus::model
