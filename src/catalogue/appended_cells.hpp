// The cells that an export appends to a row, as text.
#pragma once

#include "chorus/core/types.hpp"

#include <span>
#include <string>
#include <string_view>

namespace chorus::catalogue {

/// Quotes the name of a column if it holds the delimiter, a quote or a line break. Local.
[[nodiscard]] std::string quoted_name(std::string_view name, char delimiter);

/// Appends the shortest text that reads back as the same double; nothing for a NaN. Local.
void append_number(std::string& out, double value);

/// Appends the label and the scores of a row, each after a delimiter; kNoLabel is an empty cell, kNoise -1.
/// Local.
void append_cells(std::string& out, char delimiter, Label label, std::span<const double> scores);

}  // namespace chorus::catalogue
