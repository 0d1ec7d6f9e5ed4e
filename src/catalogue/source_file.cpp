#include "source_file.hpp"

#include "chorus/files/system_error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace chorus::catalogue {
namespace {

Error changed(const std::filesystem::path& path) {
  return {Exit::kIo, describe("the file changed while it was read", path.string(),
                              "run again when nothing writes to it")};
}

}  // namespace

SourceFile::SourceFile(std::filesystem::path path) : path_(std::move(path)) {
  // Without O_NONBLOCK, opening a pipe would wait for its writer.
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor_ < 0) throw files::system_error("cannot open the file", path_, errno);
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor_);
    throw Error(Exit::kInput, describe("this is no regular file", path_.string(),
                                       "give a file; it is read more than once"));
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
  ::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
}

SourceFile::~SourceFile() {
  ::close(descriptor_);
}

void SourceFile::read(std::uint64_t offset, std::span<char> bytes) const {
  while (!bytes.empty()) {
    const ssize_t got = ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (got < 0) {
      if (errno == EINTR) continue;
      throw files::system_error("cannot read the file", path_, errno);
    }
    if (got == 0) throw changed(path_);
    offset += static_cast<std::uint64_t>(got);
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

void SourceFile::check_unchanged() const {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) throw files::system_error("cannot read the file", path_, errno);
  if (static_cast<std::uint64_t>(status.st_size) != size_) throw changed(path_);
}

}  // namespace chorus::catalogue
