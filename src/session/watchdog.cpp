#include "chorus/session/watchdog.hpp"

#include "chorus/comm/environment.hpp"
#include "chorus/core/error.hpp"
#include "chorus/session/duration.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <system_error>

namespace chorus::session {
namespace {

/// How long a rank that hangs is given to report itself, and in which steps the pulse is looked at.
double grace_of(double timeout) {
  return std::clamp(timeout / 4, 1.0, 10.0);
}
double step_of(double timeout) {
  return std::clamp(timeout / 20, 0.01, 1.0);
}

/// One byte a rank: 1 once it has found itself waiting.
class Notes {
 public:
  explicit Notes(const std::filesystem::path& path)
      : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {}
  ~Notes() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Notes(const Notes&) = delete;
  Notes& operator=(const Notes&) = delete;
  void leave(int rank) const {
    const char mark = 1;
    [[maybe_unused]] const ssize_t ignored = ::pwrite(descriptor_, &mark, 1, rank);
  }
  [[nodiscard]] std::vector<char> read(int ranks) const {
    std::vector<char> marks(static_cast<std::size_t>(ranks), 0);
    [[maybe_unused]] const ssize_t ignored = ::pread(descriptor_, marks.data(), marks.size(), 0);
    return marks;
  }

 private:
  int descriptor_;
};

constexpr int kTriesToWaitForAReport = 30;  // of a second each

/// Straight to the descriptor: the main thread may hold the lock of the stream.
void say(const std::string& message) {
  const std::string line = "chorus: error: " + message + "\n";
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, line.data(), line.size());
}

std::string advice() {
  return "start the job again with --resume; if steps of work may last so long, raise --hang-timeout";
}

}  // namespace

Watchdog::Watchdog(const comm::Communicator& comm, const std::filesystem::path& folder, double timeout)
    : comm_(comm), notes_(folder / ".chorus-hang"), timeout_(timeout) {
  std::error_code ignored;
  if (comm.is_root()) std::filesystem::remove(notes_, ignored);
  hosts_ = comm.all_gather(comm::Environment::host());  // nobody goes on before the file is gone
  thread_ = std::thread([this] { watch(); });
}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Watchdog::enter(std::string_view phase) {
  const std::lock_guard lock(mutex_);
  phase_ = phase;
}

std::string Watchdog::phase() {
  const std::lock_guard lock(mutex_);
  return phase_;
}

bool Watchdog::still_quiet(double seconds) {
  const auto step = std::chrono::duration<double>(step_of(timeout_));
  const std::uint64_t beats = comm_.pulse().beats();
  // Steps are counted, and not the clock read: a process that was suspended as a whole did not hang
  // meanwhile.
  for (auto steps = static_cast<std::int64_t>(seconds / step.count()); steps > 0; --steps) {
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, step, [this] { return ending_; })) return false;
    if (comm_.pulse().beats() != beats) return false;
  }
  return true;
}

void Watchdog::watch() {
  const auto ending = [this] {
    const std::lock_guard lock(mutex_);
    return ending_;
  };
  while (!ending()) {
    if (!still_quiet(timeout_)) continue;
    if (!comm_.pulse().waiting()) report_own_hang();
    const Notes notes(notes_);
    notes.leave(comm_.rank());
    if (!still_quiet(grace_of(timeout_))) continue;
    report_others();
  }
}

void Watchdog::report_own_hang() {
  const auto rank = static_cast<std::size_t>(comm_.rank());
  say(describe(fmt::format("rank {} hangs: no progress for {}", rank, duration_text(timeout_)),
               fmt::format("phase {}, host {}", phase(), hosts_[rank]), advice()));
  ::_exit(static_cast<int>(Exit::kHang));  // this process alone: the launcher ends the others
}

void Watchdog::report_others() {
  const std::vector<char> marks = Notes(notes_).read(comm_.size());
  const auto first = static_cast<int>(std::find(marks.begin(), marks.end(), 1) - marks.begin());
  // Another reports, and removes the notes when it has; this rank speaks up only if that one is prevented.
  std::error_code ignored;
  for (int tries = 0; first < comm_.rank() && tries < kTriesToWaitForAReport; ++tries) {
    if (!still_quiet(1.0)) return;
    if (!std::filesystem::exists(notes_, ignored)) ::_exit(static_cast<int>(Exit::kHang));
  }
  std::string silent;
  for (std::size_t rank = 0; rank < marks.size(); ++rank) {
    if (marks[rank] == 0 && rank != static_cast<std::size_t>(comm_.rank()))
      silent += fmt::format("{}{} (host {})", silent.empty() ? "" : ", ", rank, hosts_[rank]);
  }
  const std::string seen = fmt::format("phase {}, as rank {} saw it", phase(), comm_.rank());
  const auto end = [&](const std::string& message) {
    say(message);
    std::filesystem::remove(notes_, ignored);
    ::_exit(static_cast<int>(Exit::kHang));
  };
  if (silent.empty()) {
    end(describe("all ranks wait for each other and nothing arrives for " + duration_text(timeout_), seen,
                 "check the network; " + advice()));
  }
  end(describe("no answer for " + duration_text(timeout_) + " from rank " + silent, seen,
               "that process is stopped or its host is lost: " + advice()));
}

}  // namespace chorus::session
