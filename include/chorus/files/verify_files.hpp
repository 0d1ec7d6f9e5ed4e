// A folder against its manifest. Local.
#pragma once

#include "chorus/files/manifest.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace chorus::files {

struct DamagedFile {
  std::string file;
  std::string problem;  ///< "is missing", "has 12 bytes instead of 14", "has another content", ...
};

/// The files of the list that are not as they were written, in its order. Throws Error(kIo) where the device
/// gives one up.
[[nodiscard]] std::vector<DamagedFile> damaged_files(const Manifest& manifest,
                                                     const std::filesystem::path& folder);

/// Files of the folder and of its folders that the manifest does not list: others put them there. Those that
/// are a run's own business (".chorus-", checkpoint/) do not count.
[[nodiscard]] std::vector<std::string> unlisted_files(const Manifest& manifest,
                                                      const std::filesystem::path& folder);

}  // namespace chorus::files
