// Whether a rank moves: what a watchdog's thread may look at while the main thread communicates.
#pragma once

#include <atomic>
#include <cstdint>

namespace chorus::comm {

/// Any thread may read it. Only the thread that communicates writes.
class Pulse {
 public:
  /// The rank has got on: a call of the communicator ended, or a step of local work.
  void beat() { beats_.fetch_add(1, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t beats() const { return beats_.load(std::memory_order_relaxed); }
  /// Whether the rank is inside a call that may wait for other ranks.
  [[nodiscard]] bool waiting() const { return waiting_.load(std::memory_order_relaxed) > 0; }

 private:
  friend class Wait;
  std::atomic<std::uint64_t> beats_ = 0;
  std::atomic<int> waiting_ = 0;
};

/// While it lives, the rank may be waiting for others; its end is a beat.
class Wait {
 public:
  explicit Wait(Pulse& pulse) : pulse_(pulse) { pulse_.waiting_.fetch_add(1, std::memory_order_relaxed); }
  ~Wait() {
    pulse_.waiting_.fetch_sub(1, std::memory_order_relaxed);
    pulse_.beat();
  }
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;

 private:
  Pulse& pulse_;
};

}  // namespace chorus::comm
