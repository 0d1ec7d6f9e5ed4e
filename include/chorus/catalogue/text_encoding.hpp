// Recognises text in encodings whose characters are wider than a byte, which the CSV reader refuses.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chorus::catalogue {

/// "UTF-16LE", "UTF-16BE", "UTF-32LE" or "UTF-32BE" (iconv's names) if the front of a file says so by its
/// byte order mark or by where its NUL bytes stand; else nothing. Local.
[[nodiscard]] std::optional<std::string> recognise_wide_encoding(std::string_view front);

}  // namespace chorus::catalogue
