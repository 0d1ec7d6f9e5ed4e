// What this process knows of itself and of the batch system around it. Local.
#pragma once

#include <cstdint>
#include <string>

namespace chorus {

/// Peak resident memory of this process in bytes (VmHWM; ru_maxrss would be inherited over exec); 0 where
/// unknown.
[[nodiscard]] std::uint64_t peak_resident_bytes();

/// The words that this process was started with, for a shell to read (shell_word.hpp); empty where unknown. A
/// launcher's own words before them are not known.
[[nodiscard]] std::string own_command();

/// The Slurm job's number, or empty outside Slurm.
[[nodiscard]] std::string slurm_job();

/// Now, as ISO 8601 in UTC.
[[nodiscard]] std::string utc_now();

}  // namespace chorus
