// A small file that appears whole or not at all, and is read so.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace chorus::files {

/// Writes `bytes` under a temporary name beside `path`, brings them to the disk (fsync) and renames the file;
/// one of that name stays as it was until then, and stays if this fails. Local. Throws as StagedFile.
void write_whole_file(const std::filesystem::path& path, std::string_view bytes);

/// All bytes of the file; nothing where it cannot be opened or read to its end. Local.
[[nodiscard]] std::optional<std::string> read_whole_file(const std::filesystem::path& path);

}  // namespace chorus::files
