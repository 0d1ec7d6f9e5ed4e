// Paths in JSON, which holds UTF-8 alone, where the bytes of a path may be any.
#pragma once

#include <string>
#include <string_view>

namespace chorus::files {

/// '%' as %25; and where the path is not UTF-8, each byte above 127 as %XX. Local.
[[nodiscard]] std::string text_of_path(std::string_view path);
/// The way back. Local.
[[nodiscard]] std::string path_of_text(std::string_view text);

}  // namespace chorus::files
