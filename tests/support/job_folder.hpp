// A temporary folder that all ranks of a test share.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "support/test_files.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace chorus::test {

/// Made by rank 0, removed with its contents when all ranks have left the scope. Collective.
class JobFolder {
 public:
  explicit JobFolder(const comm::Communicator& comm) : comm_(comm) {
    if (comm.is_root()) folder_.emplace();
    path_ = comm.broadcast(folder_ ? folder_->path().string() : std::string(), 0);
  }
  ~JobFolder() { comm_.barrier(); }
  JobFolder(const JobFolder&) = delete;
  JobFolder& operator=(const JobFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path file(std::string_view name) const { return path_ / name; }
  /// Rank 0 writes a file that all ranks then see. Collective.
  std::filesystem::path write(std::string_view name, std::string_view bytes) const {
    if (comm_.is_root()) write_file(file(name), bytes);
    comm_.barrier();
    return file(name);
  }

 private:
  const comm::Communicator& comm_;
  std::optional<TemporaryFolder> folder_;
  std::filesystem::path path_;
};

}  // namespace chorus::test
