// A file that all ranks write together and that appears whole or not at all.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/files/staged_file.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

namespace chorus::catalogue {

class SharedStagedFile {
 public:
  /// Collective. Rank 0 creates the temporary file beside `path`, the others open it. Throws
  /// AgreedError, as do the other members: kIo, and kInput for a `path` that is no regular file; the
  /// temporary file is then gone.
  SharedStagedFile(const comm::Communicator& comm, const std::filesystem::path& path);
  ~SharedStagedFile() = default;  ///< removes the temporary file unless it was committed. Local.
  SharedStagedFile(const SharedStagedFile&) = delete;
  SharedStagedFile& operator=(const SharedStagedFile&) = delete;

  /// Collective. Writes the ranks' bytes at the end, in rank order.
  void append(std::span<const char> bytes);

  /// Collective. Puts the file on the disk and gives it its final name. Returns its size in bytes.
  std::uint64_t commit();

 private:
  const comm::Communicator& comm_;
  std::optional<files::StagedFile> staged_;  // on rank 0
  std::optional<files::StagedPart> part_;    // on every rank
  std::uint64_t size_ = 0;
};

}  // namespace chorus::catalogue
