#include "shared_staged_file.hpp"

#include "chorus/comm/agree.hpp"
#include "system_error.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace chorus::catalogue {

using comm::agree_on;

SharedStagedFile::SharedStagedFile(const comm::Communicator& comm, const std::filesystem::path& path)
    : comm_(comm), path_(path) {
  agree_on(comm, [&] {
    if (comm.is_root()) staged_.emplace(path);
  });
  try {
    agree_on(comm, [&] {
      const std::filesystem::path temporary = StagedFile::temporary_name(path);
      descriptor_ = ::open(temporary.c_str(), O_WRONLY | O_CLOEXEC);
      if (descriptor_ < 0) throw system_error("cannot open the file", temporary, errno);
    });
  } catch (const AgreedError&) {
    if (descriptor_ >= 0) ::close(descriptor_);
    throw;
  }
}

SharedStagedFile::~SharedStagedFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void SharedStagedFile::append(std::span<const char> bytes) {
  const auto mine = static_cast<std::int64_t>(bytes.size());
  std::uint64_t offset = size_;
  int rank = 0;
  for (const std::int64_t part : comm_.all_gather(mine)) {
    if (rank++ < comm_.rank()) offset += static_cast<std::uint64_t>(part);
    size_ += static_cast<std::uint64_t>(part);
  }
  // Room for the round is taken first, so that a full disk is found before anyone writes.
  agree_on(comm_, [&] {
    if (staged_) staged_->reserve(size_);
  });
  agree_on(comm_, [&] {
    while (!bytes.empty()) {
      const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (written < 0) {
        if (errno == EINTR) continue;
        throw system_error("cannot write the file", path_, errno);
      }
      bytes = bytes.subspan(static_cast<std::size_t>(written));
      offset += static_cast<std::uint64_t>(written);
    }
  });
}

std::uint64_t SharedStagedFile::commit() {
  agree_on(comm_, [&] {
    const bool synced = ::fsync(descriptor_) == 0;
    const int number = errno;
    const bool closed = ::close(std::exchange(descriptor_, -1)) == 0;
    if (!synced) throw system_error("cannot write the file", path_, number);
    if (!closed) throw system_error("cannot write the file", path_, errno);
  });
  agree_on(comm_, [&] {
    if (staged_) staged_->commit(Durability::kDurable);
  });
  return size_;
}

}  // namespace chorus::catalogue
