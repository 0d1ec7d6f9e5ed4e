// What the operating system grants this process: cores, memory. Local; 0 or empty where unknown.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chorus::doctor {

/// Cores that this process may run on, ascending.
[[nodiscard]] std::vector<int> allowed_cores();
/// The first hardware thread of the physical core that `core` belongs to; `core` itself where unknown.
[[nodiscard]] int first_thread_of(int core);
/// NUMA nodes, at least 1.
[[nodiscard]] int memory_nodes();

/// Bytes that new processes may take without swapping (MemAvailable).
[[nodiscard]] std::uint64_t available_memory();
/// Bytes of this process in memory now (VmRSS).
[[nodiscard]] std::uint64_t resident_bytes();

/// What this process's cgroup, or one above it, allows.
struct CgroupLimits {
  std::uint64_t memory = 0;  ///< bytes that the tightest limit leaves; 0: no limit
  double cores = 0;          ///< cores' worth of time of the tightest quota; 0: no quota
};
/// Reads versions 1 and 2. `proc` and `root` are /proc and /sys/fs/cgroup, or made-up ones in tests.
[[nodiscard]] CgroupLimits cgroup_limits(const std::filesystem::path& proc = "/proc",
                                         const std::filesystem::path& root = "/sys/fs/cgroup");

/// "0-3,8" as 0 1 2 3 8. Empty for what is no list.
[[nodiscard]] std::vector<int> parse_core_list(const std::string& text);

}  // namespace chorus::doctor
