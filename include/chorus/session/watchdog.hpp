// Finds a rank that no longer moves, and ends the job: a thread that communicates by nothing but a file,
// since MPI itself may be what hangs.
#pragma once

#include "chorus/comm/communicator.hpp"

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace chorus::session {

/// Watches the pulse of this rank's communicator. If it does not beat for `timeout` seconds while the rank is
/// busy by itself, that rank hangs: one line on standard error names it, its host and its phase, and the
/// process ends with Exit::kHang, so that the launcher ends the others. If it does not beat because the rank
/// waits for others, it asks them through a file of notes in `folder`, which every watchdog looks for now and
/// then. Those that do not answer, since their process is stopped or their host is gone, are named by the
/// lowest rank that asked. So `timeout` must be longer than any step of local work lasts.
class Watchdog {
 public:
  /// Collective. Starts the thread. `folder` is seen by all ranks.
  /// @pre timeout > 0
  Watchdog(const comm::Communicator& comm, const std::filesystem::path& folder, double timeout);
  /// Local. Ends the thread.
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// Local. The phase that a report names.
  void enter(std::string_view phase);
  /// Local. The rank has done its work, and from here on only waits for the others: to the end of MPI, which
  /// may hang too and is no call of the communicator. So a watchdog may outlive MPI.
  void wait_for_the_end();

 private:
  enum class Asked : bool { kIgnore, kAnswer };
  void watch();
  /// Waits `seconds`, meanwhile answering other ranks or not; false if the watchdog is to end, or the rank
  /// moved.
  bool still_quiet(double seconds, Asked asked);
  void answer();
  void ask_others();
  [[nodiscard]] std::string phase();
  [[noreturn]] void report_own_hang();
  [[noreturn]] void report_silent(const std::vector<char>& marks);

  comm::Communicator comm_;         // its pulse and its rank; it never communicates
  std::vector<std::string> hosts_;  // by rank
  std::filesystem::path notes_;
  double timeout_;
  double since_answer_ = 0;  // seconds since the thread last looked whether others ask
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;
  std::string phase_ = "start";
  std::optional<comm::Wait> last_wait_;
  std::thread thread_;
};

}  // namespace chorus::session
