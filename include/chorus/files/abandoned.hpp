// What killed processes left: temporary files (temporary_name.hpp) that nobody will finish.
#pragma once

#include <filesystem>

namespace chorus::files {

/// Removes the temporary files in a folder whose processes are gone: those of this host that no longer run,
/// and those of other hosts that nobody wrote to for an hour. Local. Failure is of no consequence.
void remove_abandoned(const std::filesystem::path& folder) noexcept;

}  // namespace chorus::files
