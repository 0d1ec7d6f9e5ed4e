#include "exclusive_file.hpp"

#include "chorus/files/staged_file.hpp"
#include "chorus/files/system_error.hpp"
#include "chorus/files/temporary_name.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace chorus::files {
namespace {

namespace fs = std::filesystem;

/// A new file of that name with this text, or the errno that prevents it.
int write_new(const fs::path& path, std::string_view text) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
  if (!file.is_open()) return errno;
  while (!text.empty()) {
    const ssize_t written = ::write(file.number(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int number = errno;
      ::unlink(path.c_str());
      return number;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return file.close();
}

/// A new file under a name of its own, gone at the end of the scope unless it got another.
class Draft {
 public:
  Draft(const fs::path& path, std::string_view text) : name_(temporary_name(path)) {
    if (const int number = write_new(name_, text); number != 0)
      throw system_error("cannot write the file", path, number);
  }
  ~Draft() { ::unlink(name_.c_str()); }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  /// 0, or the errno. Over NFS an answer may get lost: the number of names tells.
  [[nodiscard]] int also_name(const fs::path& path) const {
    if (::link(name_.c_str(), path.c_str()) == 0) return 0;
    const int number = errno;
    struct stat found = {};
    return ::lstat(name_.c_str(), &found) == 0 && found.st_nlink == 2 ? 0 : number;
  }
  [[nodiscard]] int rename_to(const fs::path& path) const {
    return std::rename(name_.c_str(), path.c_str()) == 0 ? 0 : errno;
  }

 private:
  fs::path name_;
};

}  // namespace

bool make_exclusively(const fs::path& path, std::string_view text) {
  int number = Draft(path, text).also_name(path);
  // Where files have one name only, there is a moment in which the new one is empty.
  if (number == EPERM || number == EOPNOTSUPP || number == ENOSYS || number == EMLINK)
    number = write_new(path, text);
  if (number == EEXIST) return false;
  if (number != 0) throw system_error("cannot create the file", path, number);
  return true;
}

void replace_file(const fs::path& path, std::string_view text) {
  if (const int number = Draft(path, text).rename_to(path); number != 0)
    throw system_error("cannot create the file", path, number);
}

}  // namespace chorus::files
