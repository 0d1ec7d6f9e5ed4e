// A small file that one of several processes makes, and that one of them takes over. Local.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace chorus::files {

/// Makes the file, whole from the first moment on; false if there is one of that name. Throws Error(kIo).
[[nodiscard]] bool make_exclusively(const std::filesystem::path& path, std::string_view text);

/// Puts a file with this text in the place of the one that is there, with no moment between without one.
/// Throws Error(kIo).
void replace_file(const std::filesystem::path& path, std::string_view text);

}  // namespace chorus::files
