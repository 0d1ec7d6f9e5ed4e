// Who uses a folder: written into a file there, and judged by whoever comes later.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace chorus::files {

/// A process, so that no other is taken for it: its number is given again, but not with the same start.
struct Owner {
  std::string host;
  std::string boot;   ///< the kernel's random number of this start of the machine
  std::string space;  ///< the process numbers' namespace: containers on a host have their own
  std::int64_t process = 0;
  std::uint64_t start = 0;   ///< clock ticks since boot when the process began (/proc/PID/stat, field 22)
  std::string job;           ///< Slurm's number of the job; empty outside
  std::string since;         ///< when it took the folder, ISO 8601 in UTC
  std::int64_t restart = 0;  ///< how often Slurm began that job again

  bool operator==(const Owner&) const = default;
};

/// This process, from now.
[[nodiscard]] Owner this_process();

/// One "name = value" a line.
[[nodiscard]] std::string to_text(const Owner& owner);

/// Nothing where the text is not whole. Any bytes are taken.
[[nodiscard]] std::optional<Owner> owner_from(std::string_view text);

/// "process 1234 on node7, Slurm job 17, since 2024-05-01T12:00:00Z".
[[nodiscard]] std::string described(const Owner& owner);

/// How often an owner touches its file (heartbeat.hpp), and after what time without a touch it is taken for
/// gone by those who cannot look for its process.
inline constexpr std::chrono::seconds kHeartbeat{30};
inline constexpr std::chrono::seconds kAbandoned{120};

/// kAbandoned, or as many seconds as the environment variable CHORUS_LOCK_TIMEOUT says (1 to 86,400), for
/// tests and for file systems whose times come late.
[[nodiscard]] std::chrono::seconds abandoned_after();
/// How often to touch, so that nobody takes us for gone.
[[nodiscard]] std::chrono::milliseconds heartbeat_period();

/// Whether `owner` is an earlier start of the Slurm job that `later` belongs to: Slurm ends a job before it
/// begins it again, on the same hosts or on others.
[[nodiscard]] bool is_earlier_start(const Owner& owner, const Owner& later);

/// Whether the owner still runs. On its own host, since the same start of the machine and with the same
/// process numbers: whether a process of that number and start is there. On that host after another start
/// of the machine: no. Elsewhere: whether its file was touched within abandoned_after(); `quiet` is the time
/// since.
[[nodiscard]] bool is_alive(const Owner& owner, std::chrono::seconds quiet);

/// The time since the file was last touched, by the clock of the file system that it is on: a new file
/// beside it is compared. 0 where that cannot be told, so that nobody is taken for gone by mistake.
[[nodiscard]] std::chrono::seconds quiet_time(const std::filesystem::path& file);

}  // namespace chorus::files
