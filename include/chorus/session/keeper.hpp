// Keeps a long job from being lost: at the borders between its steps all ranks meet, learn whether a
// checkpoint is due or the job shall stop, and act on it together.
#pragma once

#include "chorus/comm/border.hpp"
#include "chorus/comm/communicator.hpp"
#include "chorus/core/error.hpp"
#include "chorus/session/checkpoint_folder.hpp"
#include "chorus/session/phase_clock.hpp"

#include <functional>
#include <string>

namespace chorus::session {

struct KeeperOptions {
  double interval = 300;  ///< seconds between checkpoints; 0: only when the job is stopped
  double max_time = 0;    ///< seconds after which the job stops by itself; 0: never
  /// Told, on every rank, why a checkpoint could not be written; the job goes on with the ones before. None:
  /// such a failure ends the job.
  std::function<void(const std::string&)> on_failure = {};
};

/// The job was stopped in good order (Exit::kStopped), and can go on. The message says why, and how.
class Stopped : public AgreedError {
 public:
  explicit Stopped(const std::string& message) : AgreedError(Exit::kStopped, message) {}
};

class Keeper {
 public:
  using StateOf = std::function<std::string()>;

  /// Local. Nothing is written before know() said whose state it is.
  Keeper(const comm::Communicator& comm, CheckpointFolder& folder, PhaseClock& clock, KeeperOptions options);

  /// Local, the same on every rank. From here on, checkpoints can be written, and say that they are of this
  /// run.
  void know(Identity identity) { identity_ = std::move(identity); }

  /// Local. What this rank asks for at the border of two steps, to be added up over all ranks together with
  /// what the step adds up anyway, and handed to meet().
  [[nodiscard]] comm::Requests ask();
  /// Collective if anything was asked for, and local otherwise. `asked` is the sum over all ranks. If a
  /// signal came to any rank, or the time is over by rank 0's clock, writes `state()` and throws Stopped on
  /// every rank. If the interval has passed by rank 0's clock, writes it and returns. `state` is called on
  /// rank 0 alone; none: nothing new is worth keeping there, so it may stop and never writes. Throws
  /// AgreedError(kIo) if a job that is to stop could not be saved, and as options.on_failure says. Time spent
  /// writing counts for the phase `checkpoint`.
  void meet(const comm::Requests& asked, const StateOf& state);
  /// Collective. Both, with a tiny allreduce between them: where a step adds nothing up.
  void border(const StateOf& state);
  /// Collective. The same at a place where nothing new is worth keeping.
  void border() { border(nullptr); }

 private:
  void write(const StateOf& state);
  void write_if_possible(const StateOf& state);

  const comm::Communicator& comm_;
  CheckpointFolder& folder_;
  PhaseClock& clock_;
  KeeperOptions options_;
  Identity identity_;
  double written_ = 0;  // the clock when the last checkpoint was written
  double last_border_ = 0;
  std::string last_phase_;
};

}  // namespace chorus::session
