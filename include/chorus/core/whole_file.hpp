// A small file that appears whole or not at all.
#pragma once

#include <filesystem>
#include <string_view>

namespace chorus {

/// Writes `bytes` under a temporary name beside `path` (`path` + ".partial"), brings them to the disk (fsync)
/// and renames the file; one of that name stays as it was until then, and stays if this fails. Local.
/// Throws Error(kIo).
void write_whole_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace chorus
