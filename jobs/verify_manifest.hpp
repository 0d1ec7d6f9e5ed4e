// The files of finished results against their manifest.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/files/manifest.hpp"
#include "console.hpp"

#include <filesystem>

namespace chorus::jobs {

/// Collective. Every file that the manifest lists is there with its size and hash; each that is not is said
/// and named in the error. Files that it does not list are mentioned. Returns, on rank 0, the manifest.
/// Throws AgreedError: kInput where a file is damaged, the manifest is absent or broken, or a command did not
/// end; kIo.
[[nodiscard]] files::Manifest verify_manifest(const comm::Communicator& comm,
                                              const std::filesystem::path& folder, const Console& console);

}  // namespace chorus::jobs
