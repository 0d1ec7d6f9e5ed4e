#include "chorus/session/stop_signals.hpp"

#include "chorus/core/temporary_paths.hpp"

#include <array>
#include <atomic>
#include <csignal>

namespace chorus::session {
namespace {

constexpr std::array<int, 4> kSignals = {SIGUSR1, SIGTERM, SIGINT, SIGHUP};

// A signal handler can reach nothing but globals; lock-free atomics are what it may touch.
std::atomic<int> g_received = 0;
std::atomic<bool> g_interrupted = false;
std::atomic<bool> g_ends_at_once = false;
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

/// In a handler the signal takes effect when the handler returns, outside of one at once.
void end_by(int number) {
  remove_temporary_paths();
  std::signal(number, SIG_DFL);  // NOLINT(cert-err33-c)
  std::raise(number);            // NOLINT(cert-err33-c)
}

extern "C" void note_signal(int number) {
  const bool again = number == SIGINT && g_interrupted.exchange(true);
  if (again || g_ends_at_once.load()) return end_by(number);
  g_received.store(number, std::memory_order_relaxed);
}

bool is_ignored(int number) {
  struct sigaction before = {};
  sigaction(number, nullptr, &before);
  return (number == SIGINT || number == SIGHUP) && before.sa_handler == SIG_IGN;
}

}  // namespace

StopSignals::StopSignals() {
  for (const int number : kSignals) {
    if (is_ignored(number)) continue;
    struct sigaction action = {};
    action.sa_handler = note_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, nullptr);
  }
}

StopSignals::~StopSignals() {
  for (const int number : kSignals) {
    if (!is_ignored(number)) std::signal(number, SIG_DFL);  // NOLINT(cert-err33-c)
  }
  g_received = 0;
  g_interrupted = false;
  g_ends_at_once = false;
}

void StopSignals::end_at_once() {
  g_ends_at_once = true;
  if (const int number = g_received.exchange(0); number != 0) end_by(number);
}

bool StopSignals::received() {
  return g_received.load(std::memory_order_relaxed) != 0;
}

}  // namespace chorus::session
