#include "chorus/session/watchdog.hpp"

#include "chorus/comm/environment.hpp"
#include "chorus/core/error.hpp"
#include "chorus/session/duration.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <system_error>

namespace chorus::session {
namespace {

/// In which steps the pulse is looked at, and the notes of other ranks.
double step_of(double timeout) {
  return std::clamp(timeout / 20, 0.01, 1.0);
}
double look_of(double timeout) {
  return std::max(timeout / 10, 0.2);
}
/// How long the others have to answer; also longer than a launcher needs to end them after a rank ended.
double grace_of(double timeout) {
  return std::max(timeout / 4, 5.0);
}
constexpr double kUntilOthersReported = 30;

/// What a rank says of itself.
enum Mark : char { kSilent = 0, kWaiting = 1, kBusy = 2, kSuspects = 3 };

/// The file of notes: one byte a rank.
class Notes {
 public:
  enum class If : bool { kExists, kMake };
  Notes(const std::filesystem::path& path, If when)
      : descriptor_(::open(path.c_str(), O_RDWR | O_CLOEXEC | (when == If::kMake ? O_CREAT : 0), 0666)) {}
  ~Notes() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Notes(const Notes&) = delete;
  Notes& operator=(const Notes&) = delete;
  void leave(int rank, Mark mark) const {
    if (descriptor_ < 0) return;
    [[maybe_unused]] const ssize_t ignored = ::pwrite(descriptor_, &mark, 1, rank);
  }
  [[nodiscard]] std::vector<char> read(int ranks) const {
    std::vector<char> marks(static_cast<std::size_t>(ranks), kSilent);
    [[maybe_unused]] const ssize_t ignored = ::pread(descriptor_, marks.data(), marks.size(), 0);
    return marks;
  }

 private:
  int descriptor_;
};

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

void Watchdog::wait_for_the_end() {
  enter("end");
  last_wait_.emplace(comm_.pulse());
}

std::string Watchdog::phase() {
  const std::lock_guard lock(mutex_);
  return phase_;
}

void Watchdog::answer() {
  const Notes notes(notes_, Notes::If::kExists);
  notes.leave(comm_.rank(), comm_.pulse().waiting() ? kWaiting : kBusy);
}

bool Watchdog::still_quiet(double seconds, Asked asked) {
  const double step = step_of(timeout_);
  const std::uint64_t beats = comm_.pulse().beats();
  // Steps are counted, and not the clock read: a process that was suspended as a whole did not hang
  // meanwhile.
  for (auto steps = static_cast<std::int64_t>(std::ceil(seconds / step)); steps > 0; --steps) {
    {
      std::unique_lock lock(mutex_);
      if (changed_.wait_for(lock, std::chrono::duration<double>(step), [this] { return ending_; }))
        return false;
    }
    since_answer_ += step;
    if (asked == Asked::kAnswer && since_answer_ >= look_of(timeout_)) {
      answer();
      since_answer_ = 0;
    }
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
    if (!still_quiet(timeout_, Asked::kAnswer)) continue;
    if (!comm_.pulse().waiting()) report_own_hang();
    ask_others();
  }
}

void Watchdog::report_own_hang() {
  const auto rank = static_cast<std::size_t>(comm_.rank());
  say(describe(fmt::format("rank {} hangs: no progress for {}", rank, duration_text(timeout_)),
               fmt::format("phase {}, host {}", phase(), hosts_[rank]), advice()));
  ::_exit(static_cast<int>(Exit::kHang));  // this process alone: the launcher ends the others
}

void Watchdog::ask_others() {
  const int rank = comm_.rank();
  Notes(notes_, Notes::If::kMake).leave(rank, kSuspects);
  const bool quiet = still_quiet(grace_of(timeout_), Asked::kIgnore);
  const std::vector<char> marks = Notes(notes_, Notes::If::kExists).read(comm_.size());
  const auto first = static_cast<int>(std::find(marks.begin(), marks.end(), kSuspects) - marks.begin());
  const bool busy = std::find(marks.begin(), marks.end(), kBusy) != marks.end();
  if (!quiet || busy) {  // it went on; or a rank works, and reports itself if that takes too long
    std::error_code ignored;
    std::filesystem::remove(notes_, ignored);
    return;
  }
  // Another removed the notes meanwhile, or reports: this rank speaks up only if that one is prevented.
  if (marks[static_cast<std::size_t>(rank)] != kSuspects) return;
  if (first < rank && !still_quiet(kUntilOthersReported, Asked::kIgnore)) return;
  report_silent(marks);
}

void Watchdog::report_silent(const std::vector<char>& marks) {
  std::string silent;
  for (std::size_t rank = 0; rank < marks.size(); ++rank) {
    if (marks[rank] == kSilent)
      silent += fmt::format("{}{} (host {})", silent.empty() ? "" : ", ", rank, hosts_[rank]);
  }
  const std::string seen = fmt::format("phase {}, as rank {} saw it", phase(), comm_.rank());
  const std::string quiet = duration_text(timeout_);
  say(silent.empty() ? describe("all ranks wait for each other, and nothing arrives for " + quiet, seen,
                                "check the network; " + advice())
                     : describe("no answer for " + quiet + " from rank " + silent, seen,
                                "that process is stopped or its host is lost: " + advice()));
  std::error_code ignored;
  std::filesystem::remove(notes_, ignored);
  ::_exit(static_cast<int>(Exit::kHang));  // this process alone: the launcher ends the others
}

}  // namespace chorus::session
