#include "chorus/files/staged_file.hpp"

#include "chorus/files/system_error.hpp"
#include "chorus/files/target.hpp"
#include "chorus/files/temporary_name.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

namespace chorus::files {

namespace fs = std::filesystem;

namespace {

void write_at(int file, std::uint64_t offset, std::span<const char> bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0) {
      if (errno == EINTR) continue;
      throw system_error("cannot write the file", path, errno);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

void store_bytes(int file, const fs::path& path) {
  if (::fsync(file) != 0) throw system_error("cannot write the file", path, errno);
}

/// A new file; the name is tried once more with another number where one is there already, or a link.
Descriptor create(const fs::path& path, fs::path& temporary, TemporaryPath& registered) {
  for (int tries = 0;; ++tries) {
    temporary = temporary_name(path);
    registered = TemporaryPath(temporary);  // first: a signal between the two would leave the file
    Descriptor made(::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (made.is_open()) return made;
    const int number = errno;
    registered = {};
    if (number != EEXIST || tries == 100) throw system_error("cannot create the file", path, number);
  }
}

}  // namespace

Descriptor::~Descriptor() {
  close();
}

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

int Descriptor::close() noexcept {
  if (number_ < 0) return 0;
  return ::close(std::exchange(number_, -1)) == 0 ? 0 : errno;
}

StagedPart::StagedPart(const fs::path& temporary, fs::path path)
    : path_(std::move(path)), file_(::open(temporary.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC)) {
  if (!file_.is_open()) throw system_error("cannot open the file", temporary, errno);
}

void StagedPart::write(std::uint64_t offset, std::span<const char> bytes) {
  write_at(file_.number(), offset, bytes, path_);
}

void StagedPart::store() {
  store_bytes(file_.number(), path_);
  if (const int number = file_.close(); number != 0)
    throw system_error("cannot write the file", path_, number);
}

StagedFile::StagedFile(fs::path final_path) : final_(std::move(final_path)) {
  require_regular_target(final_);
  file_ = create(final_, temporary_, registered_);
}

StagedFile::~StagedFile() {
  discard();
}

void StagedFile::reserve(std::uint64_t bytes) {
  // fallocate and not posix_fallocate: where the file system cannot reserve, the latter writes into every
  // block, which would race with the writes of other ranks.
  while (can_reserve_ && ::fallocate(file_.number(), 0, 0, static_cast<off_t>(bytes)) != 0) {
    if (errno == EINTR) continue;
    if (errno != EOPNOTSUPP && errno != ENOSYS) throw system_error("cannot write the file", final_, errno);
    can_reserve_ = false;
  }
}

void StagedFile::begin_to_store() const noexcept {
  ::sync_file_range(file_.number(), 0, 0, SYNC_FILE_RANGE_WRITE);
}

void StagedFile::append(std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.number(), bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      throw system_error("cannot write the file", final_, errno);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void StagedFile::write(std::uint64_t offset, std::span<const char> bytes) {
  write_at(file_.number(), offset, bytes, final_);
}

void StagedFile::close() {
  if (const int number = file_.close(); number != 0) {
    discard();
    throw system_error("cannot write the file", final_, number);
  }
}

void StagedFile::store() {
  store_bytes(file_.number(), final_);
  close();
}

void StagedFile::publish() {
  require_regular_target(final_);  // what came since the file was begun
  if (std::rename(temporary_.c_str(), final_.c_str()) != 0) {
    const int number = errno;
    discard();
    throw system_error("cannot rename the finished file", final_, number);
  }
  temporary_.clear();
  registered_ = {};
}

void StagedFile::commit(Durability durability) {
  if (durability == Durability::kScratch) {
    close();
    return publish();
  }
  store();
  publish();
  store_folder(folder_of(final_));
}

void StagedFile::discard() noexcept {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  temporary_.clear();
  registered_ = {};
  // A best effort: on a full disk this lets the other holders of the file write what they must to close it.
  if (!file_.is_open()) return;
  [[maybe_unused]] const int ignored = ::ftruncate(file_.number(), 0);
  file_.close();
}

void store_folder(const fs::path& folder) noexcept {
  const Descriptor entry(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (entry.is_open()) ::fsync(entry.number());
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

}  // namespace chorus::files
