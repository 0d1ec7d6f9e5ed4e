#include "chorus/files/owner.hpp"

#include "chorus/core/error.hpp"
#include "chorus/core/process.hpp"
#include "chorus/files/staged_file.hpp"
#include "chorus/files/whole_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <map>

namespace chorus::files {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFormat = "chorus-owner-1";

/// One line of text without its end, and nothing that would look like another line.
std::string one_line(std::string text) {
  std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; });
  return text;
}

std::string host_name() {
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return one_line(name.data());
}

std::string boot_number() {
  return one_line(read_whole_file("/proc/sys/kernel/random/boot_id").value_or(""));
}

std::string process_space() {
  std::error_code unknown;
  return one_line(fs::read_symlink("/proc/self/ns/pid", unknown).string());
}

/// When the process began, if one of that number runs. One that ended and whose parent did not ask yet (state
/// Z) does not run.
std::optional<std::uint64_t> start_of(std::int64_t process) {
  const auto status = read_whole_file(fmt::format("/proc/{}/stat", process));
  if (!status) return std::nullopt;
  // The program's name, in brackets, may hold anything; field 3 stands behind the last bracket.
  const auto bracket = status->rfind(')');
  if (bracket == std::string::npos) return std::nullopt;
  std::string_view rest = std::string_view(*status).substr(bracket + 1);
  if (rest.starts_with(" Z") || rest.starts_with(" X")) return std::nullopt;
  for (int field = 3; field < 22; ++field) {
    const auto blank = rest.find(' ', 1);
    if (blank == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(blank);
  }
  rest.remove_prefix(1);
  std::uint64_t start = 0;
  if (std::from_chars(rest.data(), rest.data() + rest.size(), start).ec != std::errc()) return std::nullopt;
  return start;
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Others' processes may be hidden from /proc (its option hidepid): then the number alone counts.
bool runs(std::int64_t process, std::uint64_t start) {
  if (const auto found = start_of(process)) return *found == start;
  std::error_code unknown;
  const bool hidden = !fs::exists(fmt::format("/proc/{}", process), unknown);
  return hidden && ::kill(static_cast<pid_t>(process), 0) != 0 && errno == EPERM;
}

std::int64_t slurm_restart() {
  const char* count = std::getenv("SLURM_RESTART_COUNT");  // NOLINT(concurrency-mt-unsafe): nobody changes it
  return count == nullptr ? 0 : number_in<std::int64_t>(count).value_or(0);
}

}  // namespace

Owner this_process() {
  Owner owner;
  owner.host = host_name();
  owner.boot = boot_number();
  owner.space = process_space();
  owner.process = ::getpid();
  owner.start = start_of(owner.process).value_or(0);
  owner.job = one_line(slurm_job());
  owner.restart = slurm_restart();
  owner.since = utc_now();
  return owner;
}

std::string to_text(const Owner& owner) {
  return fmt::format(
      "format = {}\nhost = {}\nboot = {}\nspace = {}\nprocess = {}\nstart = {}\njob = {}\nrestart = "
      "{}\nsince = "
      "{}\nend = "
      "\n",
      kFormat, owner.host, owner.boot, owner.space, owner.process, owner.start, owner.job, owner.restart,
      owner.since);
}

std::optional<Owner> owner_from(std::string_view text) {
  constexpr std::size_t kMost = 8192;
  if (text.size() > kMost) return std::nullopt;
  std::map<std::string, std::string, std::less<>> values;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const auto equals = line.find(" = ");
    if (equals == std::string_view::npos) return std::nullopt;
    values.insert_or_assign(std::string(line.substr(0, equals)),
                            one_line(std::string(line.substr(equals + 3))));
  }
  const auto process = number_in<std::int64_t>(values["process"]);
  const auto start = number_in<std::uint64_t>(values["start"]);
  if (values["format"] != kFormat || !values.contains("end") || !process || *process <= 0 || !start ||
      values["host"].empty()) {
    return std::nullopt;
  }
  const std::int64_t restart = number_in<std::int64_t>(values["restart"]).value_or(0);
  return Owner{values["host"], values["boot"], values["space"], *process,
               *start,         values["job"],  values["since"], restart};
}

std::string described(const Owner& owner) {
  std::string text = fmt::format("process {} on {}", owner.process, owner.host);
  if (!owner.job.empty()) text += ", Slurm job " + owner.job;
  if (!owner.since.empty()) text += ", since " + owner.since;
  return text;
}

bool is_alive(const Owner& owner, std::chrono::seconds quiet) {
  const Owner self = this_process();
  const bool same_host = owner.host == self.host && !owner.boot.empty() && !self.boot.empty();
  if (same_host && owner.boot != self.boot) return false;
  if (same_host && owner.space == self.space && owner.start != 0) {
    return runs(owner.process, owner.start);
  }
  return quiet <= abandoned_after();
}

std::chrono::seconds abandoned_after() {
  const char* given = std::getenv("CHORUS_LOCK_TIMEOUT");  // NOLINT(concurrency-mt-unsafe): nobody changes it
  const auto seconds = given == nullptr ? std::nullopt : number_in<std::int64_t>(given);
  return seconds && *seconds >= 1 && *seconds <= 86400 ? std::chrono::seconds(*seconds) : kAbandoned;
}

std::chrono::milliseconds heartbeat_period() {
  return std::min<std::chrono::milliseconds>(kHeartbeat, std::chrono::milliseconds(abandoned_after()) / 4);
}

bool is_earlier_start(const Owner& owner, const Owner& later) {
  return !owner.job.empty() && owner.job == later.job && owner.restart < later.restart;
}

std::chrono::seconds quiet_time(const fs::path& file) {
  std::error_code failure;
  const fs::file_time_type touched = fs::last_write_time(file, failure);
  if (failure) return std::chrono::seconds(0);
  try {
    const StagedFile now(file.parent_path() / "now");
    const fs::file_time_type here = fs::last_write_time(now.temporary(), failure);
    if (failure || here < touched) return std::chrono::seconds(0);
    return std::chrono::duration_cast<std::chrono::seconds>(here - touched);
  } catch (const Error&) {
    return std::chrono::seconds(0);
  }
}

}  // namespace chorus::files
