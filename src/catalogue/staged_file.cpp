#include "staged_file.hpp"

#include "system_error.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

namespace chorus::catalogue {

namespace fs = std::filesystem;

fs::path StagedFile::temporary_name(const fs::path& final_path) {
  return final_path.string() + ".partial";
}

StagedFile::StagedFile(fs::path final_path)
    : final_(std::move(final_path)), temporary_(temporary_name(final_)) {
  if (fs::is_directory(final_)) throw system_error("cannot write the file", final_, EISDIR);
  registered_ = TemporaryPath(temporary_);
  descriptor_ = ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (descriptor_ < 0) throw system_error("cannot create the file", temporary_, errno);
}

StagedFile::~StagedFile() {
  discard();
}

void StagedFile::reserve(std::uint64_t bytes) {
  // fallocate and not posix_fallocate: where the file system cannot reserve, the latter writes into every
  // block, which would race with the writes of other ranks.
  while (can_reserve_ && ::fallocate(descriptor_, 0, 0, static_cast<off_t>(bytes)) != 0) {
    if (errno == EINTR) continue;
    if (errno != EOPNOTSUPP && errno != ENOSYS) throw system_error("cannot write the file", final_, errno);
    can_reserve_ = false;
  }
}

void StagedFile::begin_to_store() const noexcept {
  ::sync_file_range(descriptor_, 0, 0, SYNC_FILE_RANGE_WRITE);
}

void StagedFile::store(const fs::path& final_path) {
  const int file = ::open(temporary_name(final_path).c_str(), O_RDWR | O_CLOEXEC);
  const bool stored = file >= 0 && ::fsync(file) == 0;
  const int number = errno;
  if (file >= 0) ::close(file);
  if (!stored) throw system_error("cannot write the file", final_path, number);
}

void StagedFile::append(std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      throw system_error("cannot write the file", final_, errno);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void StagedFile::write(std::uint64_t offset, std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0) {
      if (errno == EINTR) continue;
      throw system_error("cannot write the file", final_, errno);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

void StagedFile::commit(Durability durability) {
  const bool durable = durability == Durability::kDurable;
  if (durable && ::fsync(descriptor_) != 0) throw system_error("cannot write the file", final_, errno);
  if (::close(std::exchange(descriptor_, -1)) != 0) {
    const int number = errno;
    ::unlink(temporary_.c_str());
    throw system_error("cannot write the file", final_, number);
  }
  if (std::rename(temporary_.c_str(), final_.c_str()) != 0) {
    const int number = errno;
    ::unlink(temporary_.c_str());
    throw system_error("cannot rename the finished file", final_, number);
  }
  registered_ = {};
  if (!durable) return;
  const fs::path folder = final_.has_parent_path() ? final_.parent_path() : fs::path(".");
  if (const int entry = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); entry >= 0) {
    ::fsync(entry);  // the file itself is safe; some file systems refuse this for folders
    ::close(entry);
  }
}

void StagedFile::discard() noexcept {
  if (descriptor_ < 0) return;
  ::unlink(temporary_.c_str());
  // A best effort: on a full disk this lets the other holders of the file write what they must to close it.
  [[maybe_unused]] const int ignored = ::ftruncate(descriptor_, 0);
  ::close(std::exchange(descriptor_, -1));
}

}  // namespace chorus::catalogue
