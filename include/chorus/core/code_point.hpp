// Text that may be UTF-8, one character at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace chorus {

struct CodePoint {
  std::uint32_t value = 0;  ///< 0 where the bytes are not UTF-8
  std::size_t length = 1;   ///< bytes; of what is not UTF-8, its maximal subpart (Unicode 15, table 3-7)
  bool valid = false;
};

/// The character at the front of `text`, which is not empty. Local.
[[nodiscard]] CodePoint next_code_point(std::string_view text);

}  // namespace chorus
