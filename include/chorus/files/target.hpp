// Where a file is about to go.
#pragma once

#include <filesystem>

namespace chorus::files {

/// Refuses a final name that is taken by anything but a regular file: a folder, a device, a pipe, a socket,
/// or a symbolic link to one of these, would be lost or broken. A link to a regular file, or to nothing, is
/// let pass: the finished file takes the link's place, and what it points to is not touched. Local.
/// Throws Error: kInput for such a name, kIo where it cannot be looked at.
void require_regular_target(const std::filesystem::path& path);

}  // namespace chorus::files
