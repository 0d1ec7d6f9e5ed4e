// Recognises files that are not text of one byte a character, which are no CSV however they are read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chorus::csv {

struct ForeignFile {
  std::string problem;  ///< "the file is in UTF-16LE"
  std::string advice;
};

/// UTF-16 and UTF-32, by the byte order mark or by where NUL bytes stand, and the usual compressed and binary
/// formats, by how they begin. Nothing if the front of the file shows none of them. Local.
[[nodiscard]] std::optional<ForeignFile> recognise_foreign_file(std::string_view front);

}  // namespace chorus::csv
