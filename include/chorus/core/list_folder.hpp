// The names in a folder. (libstdc++'s directory_iterator ends the program where memory is refused: it
// allocates in a function that must not throw.)
#pragma once

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace chorus {

/// Local. All names but "." and "..", in no order. On failure sets `failure` and returns what was read so
/// far.
[[nodiscard]] std::vector<std::string> list_folder(const std::filesystem::path& folder,
                                                   std::error_code& failure);

}  // namespace chorus
