// What must not outlive the process: names of temporary files and folders, kept where a signal's handler can
// reach them.
#pragma once

#include <filesystem>

namespace chorus {

/// While it lives, a process that a signal ends (session/stop_signals.hpp) takes the file or folder away.
/// Whoever makes one removes it on all other ways out. Names beyond some hundreds, or longer than a kilobyte,
/// are passed over.
class TemporaryPath {
 public:
  enum class Kind { kFile, kFolder };  ///< a folder goes last, and only if it is empty then

  TemporaryPath() = default;
  explicit TemporaryPath(const std::filesystem::path& path, Kind kind = Kind::kFile);
  ~TemporaryPath();
  TemporaryPath(TemporaryPath&& other) noexcept;
  TemporaryPath& operator=(TemporaryPath&& other) noexcept;
  TemporaryPath(const TemporaryPath&) = delete;
  TemporaryPath& operator=(const TemporaryPath&) = delete;

 private:
  void forget() noexcept;
  int place_ = -1;
};

/// Removes them all. For a handler of signals: allocates nothing, takes no lock, throws nothing. Local.
void remove_temporary_paths() noexcept;

}  // namespace chorus
