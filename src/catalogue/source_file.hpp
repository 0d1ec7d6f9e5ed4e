// A regular file opened for reading. Local.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

namespace chorus::catalogue {

class SourceFile {
 public:
  /// Throws Error: kIo, and kInput if it is no regular file.
  explicit SourceFile(std::filesystem::path path);
  ~SourceFile();
  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Bytes, when it was opened.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// Fills `bytes` from `offset`. Throws Error(kIo), also if the file ends before.
  void read(std::uint64_t offset, std::span<char> bytes) const;
  /// Throws Error(kIo) if its size is not what it was.
  void check_unchanged() const;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace chorus::catalogue
