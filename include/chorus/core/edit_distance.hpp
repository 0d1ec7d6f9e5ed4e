// How far apart two names are, for suggesting the one that was meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace chorus {

/// Equal but for the case of ASCII letters. Local.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

/// Levenshtein's distance, ignoring ASCII case. Local.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The name among `names` nearest to `wanted`, the first on a tie; one that contains `wanted` counts as near.
/// @pre names is not empty
[[nodiscard]] const std::string& nearest_name(std::string_view wanted, const std::vector<std::string>& names);

}  // namespace chorus
