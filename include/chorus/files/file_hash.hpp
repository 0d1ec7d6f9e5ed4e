// The hash by which a file is known again: XXH3-128. Local.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace chorus::files {

struct FileHash {
  std::uint64_t bytes = 0;
  std::string xxh3;  ///< 32 hex digits
};

/// Reads the file once, in large parts. Throws Error: kInput if it is no regular file, kIo.
[[nodiscard]] FileHash hash_file(const std::filesystem::path& path);

/// 32 hex digits: XXH3-128 of the bytes.
[[nodiscard]] std::string hash_text(std::string_view bytes);

}  // namespace chorus::files
