// Failures of system calls as chorus::Error: one wording and one advice for one cause.
#pragma once

#include "chorus/core/error.hpp"

#include <filesystem>
#include <string>
#include <system_error>

namespace chorus::files {

/// What to do about the error number of a call on a file.
[[nodiscard]] std::string advice_for(int number);

/// Error(kIo), "PROBLEM (path: reason) advice", for a failed system call on `path`; `number` is its errno.
[[nodiscard]] Error system_error(const std::string& problem, const std::filesystem::path& path, int number);

/// The same for what std::filesystem reports.
[[nodiscard]] Error system_error(const std::string& problem, const std::filesystem::path& path,
                                 const std::error_code& failure);

}  // namespace chorus::files
