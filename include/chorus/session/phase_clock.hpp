// Where the time of a job goes: one phase at a time, per rank, with what communication and files took of it.
#pragma once

#include "chorus/comm/communicator.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::session {

/// One phase over all ranks, in seconds.
struct PhaseTotals {
  std::string name;
  double min = 0, mean = 0, max = 0;  ///< over ranks
  double compute = 0, communication = 0, io = 0,
         waiting = 0;                  ///< means over ranks; compute is what the others leave
  double busiest = 0;                  ///< the largest compute of a rank
  std::uint64_t bytes = 0, calls = 0;  ///< communicated, all ranks together
};

class PhaseClock {
 public:
  explicit PhaseClock(const comm::Communicator& comm);

  /// Local. Ends the phase that runs and goes on with `name`, which may have run before.
  void enter(std::string_view name);
  /// Local. Calls `hook` with the name of every phase that is entered from now on.
  void on_enter(std::function<void(const std::string&)> hook) { on_enter_ = std::move(hook); }
  /// Local. Ends the phase that runs; time counts for no phase until the next enter().
  void leave();
  /// Local. Counts `seconds` of the running phase as reading or writing files.
  void add_io(double seconds);
  [[nodiscard]] const std::string& current() const { return current_; }
  /// Local. Seconds since construction.
  [[nodiscard]] double elapsed() const;

  /// Collective. All phases in the order in which they first ran; ranks must have entered the same ones.
  /// The phase that runs counts so far.
  [[nodiscard]] std::vector<PhaseTotals> totals() const;

 private:
  struct Phase {
    std::string name;
    double seconds = 0;
    double io = 0;
    comm::Traffic traffic;
  };
  [[nodiscard]] Phase& phase(const std::string& name);

  const comm::Communicator& comm_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point entered_;
  comm::Traffic at_entry_;
  std::string current_;
  std::vector<Phase> phases_;
  std::function<void(const std::string&)> on_enter_;
};

/// Counts the time of a scope as I/O of the running phase.
class IoTimer {
 public:
  explicit IoTimer(PhaseClock& clock) : clock_(clock), start_(std::chrono::steady_clock::now()) {}
  ~IoTimer() {
    clock_.add_io(std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count());
  }
  IoTimer(const IoTimer&) = delete;
  IoTimer& operator=(const IoTimer&) = delete;

 private:
  PhaseClock& clock_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace chorus::session
