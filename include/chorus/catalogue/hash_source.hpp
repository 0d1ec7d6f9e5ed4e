// The hash by which the source of a catalogue is known again (SourceInfo::hash), without reading its rows.
#pragma once

#include <filesystem>
#include <string>

namespace chorus::catalogue {

/// Local. 32 hex digits. Throws Error(kIo) if the file cannot be read.
[[nodiscard]] std::string hash_source(const std::filesystem::path& path);

}  // namespace chorus::catalogue
