// Names of files and columns, cells and messages hold any bytes. What is shown of them on a terminal can
// neither steer it nor end its line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chorus {

/// `bytes` on one line of printable UTF-8: a control character becomes its escape (\n, \t, \r, \x1b, \x7f,
/// and of two bytes \u009b), so do those that end a line or turn the direction of writing (\u2028, \u202e),
/// and each byte that is not UTF-8 (\xff). All else, backslashes too, stays as it is. Local.
[[nodiscard]] std::string shown_text(std::string_view bytes);

/// The same, in lines: '\n' stays. Local.
[[nodiscard]] std::string shown_block(std::string_view bytes);

/// The beginning of `bytes`: at most `most` of them, no character cut in half, and "..." where more followed.
/// Not yet fit for a terminal. Local.
[[nodiscard]] std::string shortened(std::string_view bytes, std::size_t most);

}  // namespace chorus
