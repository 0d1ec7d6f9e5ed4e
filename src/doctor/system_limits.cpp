#include "chorus/doctor/system_limits.hpp"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>

namespace chorus::doctor {

namespace fs = std::filesystem;

namespace {

std::string first_line(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::optional<std::uint64_t> to_number(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end == text.data()) return std::nullopt;
  return value;
}

/// A line "KEY: n kB" of a file of /proc, in bytes.
std::uint64_t kib_field(const fs::path& path, const std::string& key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(key)) continue;
    std::istringstream fields(line.substr(key.size()));
    std::uint64_t kib = 0;
    fields >> kib;
    return kib * 1024;
  }
  return 0;
}

void tighten(std::uint64_t& limit, std::uint64_t other) {
  limit = limit == 0 ? other : std::min(limit, other);
}

/// Page cache that the kernel gives back before it refuses memory.
std::uint64_t reclaimable(const fs::path& folder) {
  std::ifstream file(folder / "memory.stat");
  std::uint64_t bytes = 0;
  for (std::string key; file >> key;) {
    std::uint64_t value = 0;
    file >> value;
    if (key == "inactive_file" || key == "total_inactive_file") bytes = value;
  }
  return bytes;
}

void add_memory(const fs::path& folder, const char* limit_file, const char* usage_file,
                CgroupLimits& limits) {
  const auto limit = to_number(first_line(folder / limit_file));  // "max" is no number: no limit
  constexpr std::uint64_t kNoLimit = std::uint64_t{1} << 60U;     // version 1 says so by a huge number
  if (!limit || *limit >= kNoLimit) return;
  const std::uint64_t used = to_number(first_line(folder / usage_file)).value_or(0);
  const std::uint64_t held = used - std::min(used, reclaimable(folder));
  tighten(limits.memory, std::max<std::uint64_t>(*limit - std::min(held, *limit), 1));
}

void add_quota(double quota, double period, CgroupLimits& limits) {
  if (!(quota > 0) || !(period > 0)) return;
  const double cores = quota / period;
  limits.cores = limits.cores == 0 ? cores : std::min(limits.cores, cores);
}

void add_limits(const fs::path& folder, CgroupLimits& limits) {
  add_memory(folder, "memory.max", "memory.current", limits);
  add_memory(folder, "memory.limit_in_bytes", "memory.usage_in_bytes", limits);
  double quota = 0;
  double period = 0;
  std::istringstream(first_line(folder / "cpu.max")) >> quota >> period;  // "max 100000": quota stays 0
  add_quota(quota, period, limits);
  quota = period = 0;
  std::istringstream(first_line(folder / "cpu.cfs_quota_us")) >> quota;
  std::istringstream(first_line(folder / "cpu.cfs_period_us")) >> period;
  add_quota(quota, period, limits);
}

}  // namespace

std::vector<int> parse_core_list(const std::string& text) {
  std::vector<int> cores;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    const auto dash = part.find('-');
    const auto first = to_number(part.substr(0, dash));
    const auto last = dash == std::string::npos ? first : to_number(part.substr(dash + 1));
    if (!first || !last || *last < *first || *last > 1U << 20U) return {};
    for (std::uint64_t core = *first; core <= *last; ++core) cores.push_back(static_cast<int>(core));
  }
  return cores;
}

std::vector<int> allowed_cores() {
  const std::string key = "Cpus_allowed_list:";
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(key)) continue;
    std::string list = line.substr(key.size());
    list.erase(0, list.find_first_not_of(" \t"));
    return parse_core_list(list);
  }
  return {};
}

int first_thread_of(int core) {
  const std::vector<int> threads = parse_core_list(
      first_line("/sys/devices/system/cpu/cpu" + std::to_string(core) + "/topology/thread_siblings_list"));
  return threads.empty() ? core : threads.front();
}

int memory_nodes() {
  const auto nodes = parse_core_list(first_line("/sys/devices/system/node/has_memory"));
  return std::max(1, static_cast<int>(nodes.size()));
}

std::uint64_t available_memory() {
  return kib_field("/proc/meminfo", "MemAvailable:");
}

std::uint64_t resident_bytes() {
  return kib_field("/proc/self/status", "VmRSS:");
}

CgroupLimits cgroup_limits(const fs::path& proc, const fs::path& root) {
  CgroupLimits limits;
  std::ifstream groups(proc / "self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    if (!controllers.empty() && controllers != "memory" && controllers.find("cpu") == std::string::npos) {
      continue;
    }
    const fs::path top = controllers.empty() ? root : root / controllers;
    // In a container the path may not exist below the mount, whose own files then hold the limit.
    fs::path below = fs::path(line.substr(second + 1)).relative_path();
    for (;; below = below.parent_path()) {
      add_limits(below.empty() ? top : top / below, limits);
      if (below.empty()) break;
    }
  }
  return limits;
}

}  // namespace chorus::doctor
