// A results folder while a command works in it.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/files/folder_lock.hpp"
#include "console.hpp"

#include <filesystem>
#include <memory>

namespace chorus::jobs {

class LockedFolder {
 public:
  /// Collective. Rank 0 makes the folder if need be, takes its lock until the end of this object's life, and
  /// removes the temporary files that killed runs left. Says whose lock was taken over. Throws AgreedError:
  /// kInput if another process works there, kIo.
  LockedFolder(const comm::Communicator& comm, const std::filesystem::path& folder, const Console& console);

  /// Collective. Before anything is replaced for good. Throws AgreedError(kIo) if another process took the
  /// folder over, because this one stood still for too long.
  void require_still_held() const;

 private:
  const comm::Communicator& comm_;
  std::unique_ptr<files::FolderLock> lock_;  // on rank 0
};

}  // namespace chorus::jobs
