// A file that should be small, and may be huge or never end: read whole up to a bound. Local.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace chorus {

struct BoundedText {
  std::string bytes;
  bool whole = true;  ///< the file holds no more than these
};

/// All bytes of the file, or where there are more than `most`, as many as that at most and not `whole`;
/// nothing where it cannot be opened or read. A regular file that is larger is not read at all.
[[nodiscard]] std::optional<BoundedText> read_bounded_text(const std::filesystem::path& path,
                                                           std::size_t most);

}  // namespace chorus
