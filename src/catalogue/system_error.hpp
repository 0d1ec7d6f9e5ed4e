// Failures of system calls as chorus::Error, with advice that fits the error number.
#pragma once

#include "chorus/core/error.hpp"

#include <filesystem>
#include <string>

namespace chorus::catalogue {

/// Error(kIo) for a failed system call on `path`; `number` is its errno. Local.
[[nodiscard]] Error system_error(const std::string& problem, const std::filesystem::path& path, int number);

}  // namespace chorus::catalogue
