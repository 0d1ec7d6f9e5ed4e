// What a later command adds to a finished run's results.
#pragma once

#include "chorus/files/manifest.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chorus::jobs {

/// Local, for rank 0 of a command that holds the folder's lock. Where the folder has no manifest, nothing is
/// done.
class AddedFiles {
 public:
  /// Reads the manifest. Throws Error: kInput for one that is broken, kIo, as do the other members.
  AddedFiles(std::filesystem::path folder, std::string command);

  /// The command replaces files that are listed: the manifest says so until finish(), and the results are not
  /// whole meanwhile.
  void begin_to_replace();
  /// The command's files of an earlier time are listed no more.
  void begin_anew();

  /// Whether there is a manifest.
  [[nodiscard]] bool listed() const { return manifest_.has_value(); }

  /// The command ended: these files stand in the manifest as its own.
  void finish(const std::vector<std::string>& names);

 private:
  std::filesystem::path folder_;
  std::string command_;
  std::optional<files::Manifest> manifest_;
};

}  // namespace chorus::jobs
