// One process at a time works in a folder: the lock is a file there that says who holds it (owner.hpp). It
// needs no locks of the file system, which may be known to one host alone. Local.
#pragma once

#include "chorus/core/temporary_paths.hpp"
#include "chorus/files/heartbeat.hpp"
#include "chorus/files/owner.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace chorus::files {

class FolderLock {
 public:
  /// Takes the lock of an existing folder, at once or not at all, and touches it from then on. A lock whose
  /// owner is gone (owner.hpp), or that an earlier start of this Slurm job left, is taken over: of several
  /// that try, one succeeds. Throws Error: kInput if another process holds it, which the message names; kIo.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();  ///< gives it back, unless another took it over
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  /// Who was here before and is gone; empty where the lock was free.
  [[nodiscard]] const std::string& taken_from() const { return taken_from_; }

  /// Throws Error(kIo) if another took the lock over meanwhile, taking this process for gone.
  void require_still_held() const;

 private:
  std::filesystem::path folder_;
  std::string text_;  // what the lock holds while it is ours
  std::string taken_from_;
  TemporaryPath registered_;  // a signal that ends the process gives it back too
  std::unique_ptr<Heartbeat> heartbeat_;
};

/// Who works in the folder now; nothing if nobody does.
[[nodiscard]] std::optional<std::string> user_of(const std::filesystem::path& folder);

}  // namespace chorus::files
