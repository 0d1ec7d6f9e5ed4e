#include "chorus/session/stop_signals.hpp"

#include <array>
#include <atomic>
#include <csignal>

namespace chorus::session {
namespace {

constexpr std::array<int, 2> kSignals = {SIGUSR1, SIGTERM};

// A signal handler can reach nothing but a global; a lock-free atomic is what it may touch.
std::atomic<int> g_received = 0;
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void note_signal(int number) {
  g_received.store(number, std::memory_order_relaxed);
}

}  // namespace

StopSignals::StopSignals() {
  for (const int number : kSignals) {
    struct sigaction action = {};
    action.sa_handler = note_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, nullptr);
  }
}

StopSignals::~StopSignals() {
  for (const int number : kSignals) std::signal(number, SIG_DFL);  // NOLINT(cert-err33-c)
  g_received = 0;
}

void StopSignals::release() {
  for (const int number : kSignals) std::signal(number, SIG_DFL);                  // NOLINT(cert-err33-c)
  if (const int number = g_received.exchange(0); number != 0) std::raise(number);  // NOLINT(cert-err33-c)
}

bool StopSignals::received() {
  return g_received.load(std::memory_order_relaxed) != 0;
}

}  // namespace chorus::session
