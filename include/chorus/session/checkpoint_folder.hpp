// The folder in which a run's checkpoints stand: 000001.checkpoint, 000002.checkpoint ..., of which the two
// newest whole ones are kept, `last-good`, a text file that names the newest, and `begun-by-chorus`, by which
// the folder is known as a run's. A folder of that name that is somebody else's is told from it, and nothing
// in it is touched. Local, for rank 0.
#pragma once

#include "chorus/session/checkpoint.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chorus::session {

class CheckpointFolder {
 public:
  explicit CheckpointFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

  /// Whether a run began here and did not end, with checkpoints or without.
  [[nodiscard]] bool exists() const;
  /// Makes it, if need be, and leaves the sign of a run. Throws Error(kIo).
  void make() const;

  struct Found {
    Checkpoint checkpoint;
    std::filesystem::path file;
    std::vector<std::string> passed_over;  ///< a line for each newer one that is broken
  };
  /// The newest checkpoint that is whole and of a known format; nothing if there is none of any kind. Throws
  /// Error: kInput if there are some and all are unusable; kIo if the folder or a file cannot be read.
  [[nodiscard]] std::optional<Found> newest();

  /// Writes the next one, under a temporary name until it is on the disk, and never over another; then
  /// last-good; then removes all but it and the one before. Makes the folder if need be. Returns the size in
  /// bytes. Throws Error(kIo), and all that was there before is there still.
  std::uint64_t write(const Identity& identity, std::string state);

  /// Removes all checkpoints that are a run's, and the folder if nothing else is in it. Failure is of no
  /// consequence.
  void clear() noexcept;
  /// Removes the folder if it holds no checkpoint and nothing else.
  void remove_if_empty() const noexcept;

 private:
  [[nodiscard]] bool signed_by_us() const;
  [[nodiscard]] std::vector<std::uint64_t> numbers() const;  // newest first
  [[nodiscard]] std::filesystem::path file(std::uint64_t number) const;

  std::filesystem::path folder_;
  std::optional<std::uint64_t> good_;  // the newest known to be whole
};

}  // namespace chorus::session
