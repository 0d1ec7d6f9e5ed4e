// How a run begins: afresh, or where an earlier one was stopped.
#pragma once

#include "chorus/session/checkpoint_folder.hpp"
#include "chorus/session/watchdog.hpp"
#include "cluster_steps.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

namespace chorus::jobs {

/// What require_same_run calls a checkpoint.
inline constexpr const char* kCheckpoint = "the checkpoint";

/// What keeps a long run from being lost, as its options ask for it.
struct LongRun {
  /// Collective. Starts `watchdog`, which lives on to the end of MPI.
  LongRun(const comm::Communicator& comm, const ClusterOptions& options, const Console& console,
          std::optional<session::Watchdog>& watchdog);
  ~LongRun();
  LongRun(const LongRun&) = delete;
  LongRun& operator=(const LongRun&) = delete;

  session::PhaseClock clock;
  session::CheckpointFolder checkpoints;
  session::Keeper keeper;
  std::optional<session::Watchdog>& watchdog;
};

struct Beginning {
  bool finished = false;                          ///< the folder holds finished results
  std::optional<session::Checkpoint> checkpoint;  ///< what to go on from
};

/// What a run finds in its results folder.
enum class FolderState : std::uint8_t {
  kNew,       ///< nothing of use
  kReplaced,  ///< an earlier run's results, which go
  kResumed,   ///< a run that began and did not end
  kFinished,  ///< finished results
};

/// Local, for rank 0. Looks into the folder as begin_run does, and changes nothing. Throws Error as it does.
[[nodiscard]] FolderState look_into(const ClusterOptions& options, const session::Identity& identity);

/// Collective. Makes the results folder ready, and finds out where the run begins, which it says. Throws
/// AgreedError: kInput for a folder in use, and for checkpoints that are broken or of another run; kIo.
[[nodiscard]] Beginning begin_run(const Job& job, session::CheckpointFolder& checkpoints);

/// The run's identity with the songs themselves, by their exact totals: what a checkpoint belongs to. Local,
/// the same on every rank.
[[nodiscard]] session::Identity identity_of_fits(const Job& job, const Songs& songs);

}  // namespace chorus::jobs
