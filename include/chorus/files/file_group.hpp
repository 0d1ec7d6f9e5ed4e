// Files that are finished together, so that the disk is waited for once.
#pragma once

#include "chorus/files/staged_file.hpp"

#include <filesystem>
#include <string_view>
#include <vector>

namespace chorus::files {

/// Local. Each file is written under its temporary name while the disk already stores it; commit() then waits
/// until all are stored, gives them their names, and stores each folder's entries once.
class FileGroup {
 public:
  /// Writes a file whose final name is `path`. Throws as StagedFile.
  void add(const std::filesystem::path& path, std::string_view bytes);

  /// All files are on the disk under their names when this returns, in the order in which they were added.
  /// Where storing fails none has its name yet; where renaming fails, those before it have. Throws as
  /// StagedFile.
  void commit();

 private:
  std::vector<StagedFile> files_;
};

/// Puts a file that another program wrote on the disk. Local. Throws Error(kIo).
void store_file(const std::filesystem::path& path);

}  // namespace chorus::files
