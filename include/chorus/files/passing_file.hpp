// A file that is needed open, and by its name no longer.
#pragma once

#include "chorus/core/temporary_paths.hpp"

#include <cstdint>
#include <filesystem>

namespace chorus::files {

/// Who has it open: open files of one host live on without a name, so that nothing stays behind however its
/// readers end. On a network file system those of other hosts do not (NFS: "stale file handle").
enum class Readers : std::uint8_t { kThisHost, kOtherHosts };

class PassingFile {
 public:
  /// Local, once all readers have opened it. Removes a file that is read on this host alone, now.
  PassingFile(std::filesystem::path path, Readers readers);
  /// Local, once all readers have read. Removes the others.
  ~PassingFile();
  PassingFile(const PassingFile&) = delete;
  PassingFile& operator=(const PassingFile&) = delete;

 private:
  std::filesystem::path path_;  ///< empty once removed
  TemporaryPath registered_;    ///< so that it goes even if a signal ends the process
};

}  // namespace chorus::files
