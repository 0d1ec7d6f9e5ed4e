// SIGUSR1 (what Slurm's --signal sends) and SIGTERM, as a request to stop at the next good moment.
#pragma once

namespace chorus::session {

/// While it lives, the two signals set a flag instead of ending the process. One per process, in main and
/// before MPI starts, so that a signal during the start is not lost. Local.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// For work that cannot stop and go on: the signals do again what they did before, also one that came
  /// meanwhile.
  void release();

  /// Whether one of them has come to this process.
  [[nodiscard]] static bool received();
};

}  // namespace chorus::session
