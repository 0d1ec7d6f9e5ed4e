// A folder for what a job needs on disk and nobody keeps.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/temporary_paths.hpp"
#include "chorus/files/heartbeat.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chorus::jobs {

class ScratchFolder {
 public:
  /// Collective. Rank 0 makes a new folder, which every rank must see, in `parent`. Without a parent, in
  /// $TMPDIR (/tmp) if all ranks share a host, else in the working folder, since the hosts' temporary folders
  /// are their own. Folders there that runs left which were killed are removed: those of this user whose
  /// owner is gone (owner.hpp). Throws AgreedError(kIo).
  ScratchFolder(const comm::Communicator& comm, const std::string& parent);
  /// Local. Rank 0 removes it with all that is in it.
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  void claim();
  void remove() noexcept;

  std::filesystem::path path_;
  bool own_;
  std::vector<TemporaryPath> temporary_;       // on rank 0: it goes even if a signal ends the process
  std::optional<files::Heartbeat> heartbeat_;  // on rank 0
};

}  // namespace chorus::jobs
