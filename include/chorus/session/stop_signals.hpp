// SIGINT (Ctrl-C), SIGTERM, SIGHUP and SIGUSR1 (what Slurm's --signal sends), as a request to stop at the
// next good moment.
#pragma once

namespace chorus::session {

/// While it lives, the signals set a flag instead of ending the process; but a second SIGINT ends it at once,
/// as end_at_once() says. One per process, in main and before MPI starts, so that a signal during the start
/// is not lost. SIGINT and SIGHUP stay ignored where whoever started the process ignores them (nohup, a
/// shell's "&"). Local.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// For work that cannot stop and go on: from here on the first of the signals, also one that came
  /// meanwhile, removes the process's temporary files (core/temporary_paths.hpp) and ends it as the signal
  /// would have.
  void end_at_once();

  /// Whether one of them has come to this process.
  [[nodiscard]] static bool received();
};

}  // namespace chorus::session
