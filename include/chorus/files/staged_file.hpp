// A file that appears whole or not at all: written under a temporary name beside its final one, and renamed
// when it is complete. An older file of that name stays until then. Every output of the program is made so.
#pragma once

#include "chorus/core/temporary_paths.hpp"
#include "chorus/files/durability.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace chorus::files {

/// An open descriptor, closed at the end of the scope.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) noexcept : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  /// 0, or the errno of a close that failed.
  int close() noexcept;

 private:
  int number_;
};

/// A temporary file that another process made, to be written to beside it. `path` is the final name, for
/// messages.
class StagedPart {
 public:
  /// Opens it. Throws Error(kIo), as do the other members.
  StagedPart(const std::filesystem::path& temporary, std::filesystem::path path);
  /// Writes at `offset`.
  void write(std::uint64_t offset, std::span<const char> bytes);
  /// Puts on the disk what this host wrote, by whichever process, and closes.
  void store();

 private:
  std::filesystem::path path_;
  Descriptor file_;
};

class StagedFile {
 public:
  /// Creates the temporary file (temporary_name.hpp), empty; it is new, and no link. Throws Error: kInput
  /// where the final name is taken by what is no regular file (target.hpp), and kIo.
  explicit StagedFile(std::filesystem::path final_path);
  ~StagedFile();  ///< as discard()
  StagedFile(StagedFile&&) noexcept = default;
  StagedFile& operator=(StagedFile&&) = delete;
  StagedFile(const StagedFile&) = delete;
  StagedFile& operator=(const StagedFile&) = delete;

  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }
  [[nodiscard]] const std::filesystem::path& path() const { return final_; }

  /// Makes sure that the disk has room for a file of `bytes` bytes, so that later writes cannot fail for want
  /// of it. File systems that cannot reserve are left alone. Throws Error(kIo).
  void reserve(std::uint64_t bytes);

  /// Asks the system to begin to put on the disk what was written so far, by whomever on this host, so that a
  /// durable commit waits less. Does not wait; where the system cannot, nothing happens.
  void begin_to_store() const noexcept;

  /// Writes at the end. Throws Error(kIo).
  void append(std::span<const char> bytes);

  /// Writes at `offset`. Throws Error(kIo).
  void write(std::uint64_t offset, std::span<const char> bytes);

  /// Gives the file its final name; kDurable files are on the disk when this returns. Throws as the
  /// constructor.
  void commit(Durability durability);

  /// The two halves of a durable commit, for files that are to appear together (file_group.hpp): the bytes
  /// are on the disk; then the file has its name, whose folder is not yet stored. Throw as commit().
  void store();
  void publish();

  /// Removes the temporary file, unless it was committed, and gives its space back at once, even while others
  /// hold it open.
  void discard() noexcept;

 private:
  void close();

  std::filesystem::path final_;
  std::filesystem::path temporary_;  ///< empty once renamed
  TemporaryPath registered_;         ///< so that it goes even if a signal ends the process
  Descriptor file_;
  bool can_reserve_ = true;
};

/// Puts the names in a folder on the disk. File systems that refuse this are left alone.
void store_folder(const std::filesystem::path& folder) noexcept;

/// The folder that a file of this name is in.
[[nodiscard]] std::filesystem::path folder_of(const std::filesystem::path& file);

}  // namespace chorus::files
