// A file that appears whole or not at all: written under a temporary name beside its final one, and renamed
// when it is complete. An older file of that name stays until then.
#pragma once

#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/core/temporary_paths.hpp"

#include <cstdint>
#include <filesystem>
#include <span>

namespace chorus::catalogue {

class StagedFile {
 public:
  /// Creates the temporary file, empty. Throws Error(kIo).
  explicit StagedFile(std::filesystem::path final_path);
  ~StagedFile();  ///< as discard()
  StagedFile(const StagedFile&) = delete;
  StagedFile& operator=(const StagedFile&) = delete;

  [[nodiscard]] static std::filesystem::path temporary_name(const std::filesystem::path& final_path);
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }
  [[nodiscard]] const std::filesystem::path& path() const { return final_; }

  /// Makes sure that the disk has room for a file of `bytes` bytes, so that later writes cannot fail for want
  /// of it. File systems that cannot reserve are left alone. Throws Error(kIo).
  void reserve(std::uint64_t bytes);

  /// Asks the system to begin to put on the disk what was written so far, by whomever on this host, so that a
  /// durable commit waits less. Does not wait; where the system cannot, nothing happens.
  void begin_to_store() const noexcept;

  /// Puts on the disk what this host wrote to the temporary file of `final_path`, which a rank on another
  /// host owns. Throws Error(kIo).
  static void store(const std::filesystem::path& final_path);

  /// Writes at the end. Throws Error(kIo).
  void append(std::span<const char> bytes);

  /// Writes at `offset`. Throws Error(kIo).
  void write(std::uint64_t offset, std::span<const char> bytes);

  /// Renames the file to its final name; kDurable files are on the disk when this returns. Throws Error(kIo).
  void commit(Durability durability);

  /// Removes the temporary file, unless it was committed, and gives its space back at once, even while others
  /// hold it open.
  void discard() noexcept;

 private:
  std::filesystem::path final_;
  std::filesystem::path temporary_;
  TemporaryPath registered_;  ///< so that it goes even if a signal ends the process
  int descriptor_ = -1;
  bool can_reserve_ = true;
};

}  // namespace chorus::catalogue
