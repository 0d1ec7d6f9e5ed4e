#include "chorus/core/whole_file.hpp"

#include "chorus/core/error.hpp"
#include "chorus/core/temporary_paths.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>

namespace chorus {

namespace {

/// The temporary file: closed and removed at the end of the scope unless it got its final name.
class Partial {
 public:
  explicit Partial(const std::filesystem::path& final_name)
      : final_(final_name), name_(final_name.string() + ".partial") {
    registered_ = TemporaryPath(name_);
    descriptor_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail("cannot create the file");
  }
  ~Partial() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!name_.empty()) ::unlink(name_.c_str());
  }
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("cannot write the file");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void commit() {
    if (::fsync(descriptor_) != 0) fail("cannot write the file");
    if (::close(std::exchange(descriptor_, -1)) != 0) fail("cannot write the file");
    if (std::rename(name_.c_str(), final_.c_str()) != 0) fail("cannot rename the finished file");
    name_.clear();
    const std::filesystem::path folder = final_.has_parent_path() ? final_.parent_path() : ".";
    if (const int entry = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); entry >= 0) {
      ::fsync(entry);  // the file itself is safe; some file systems refuse this for folders
      ::close(entry);
    }
  }

 private:
  [[noreturn]] void fail(const std::string& problem) const {
    const std::string reason = std::generic_category().message(errno);
    throw Error(Exit::kIo, describe(problem, final_.string() + ": " + reason,
                                    "check that its folder exists, its permissions, and the free space"));
  }

  std::filesystem::path final_;
  std::string name_;  ///< empty once renamed
  TemporaryPath registered_;
  int descriptor_ = -1;
};

}  // namespace

void write_whole_file(const std::filesystem::path& path, std::string_view bytes) {
  Partial file(path);
  file.write(bytes);
  file.commit();
}

std::optional<std::string> read_whole_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes;
  std::array<char, 65536> part;
  // Not by the iterators of the stream's buffer: a device that fails would throw past the state of the
  // stream.
  while (in.read(part.data(), part.size()), in.gcount() > 0) {
    bytes.append(part.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (!in.is_open() || in.bad()) return std::nullopt;
  return bytes;
}

}  // namespace chorus
