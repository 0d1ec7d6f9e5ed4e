// To be preloaded: the system calls of a process on the files under a folder are counted, whatever their
// names, and one of them fails.
//   CHORUS_FAIL_UNDER  the folder (or file), with all that is in it; several are separated by ':'
//   CHORUS_FAIL_CALL   openat, write, pwrite64, fallocate, fsync, rename, ftruncate, read, pread64
//   CHORUS_FAIL_ERROR  the errno; 0: none fails
//   CHORUS_FAIL_NTH    which call of that kind fails, from 1
//   CHORUS_FAIL_LOG    a file that gets a line "call path" for each call, and "injected" for the one that
//   failed
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

std::string_view setting(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody changes it
  return value == nullptr ? std::string_view() : value;
}

bool is_under(std::string_view path, std::string_view folder) {
  return !folder.empty() && path.starts_with(folder) &&
         (path.size() == folder.size() || path[folder.size()] == '/');
}

bool watched(std::string_view path) {
  std::string_view folders = setting("CHORUS_FAIL_UNDER");
  while (!folders.empty()) {
    const std::string_view folder = folders.substr(0, folders.find(':'));
    if (is_under(path, folder)) return true;
    folders.remove_prefix(std::min(folder.size() + 1, folders.size()));
  }
  return false;
}

void log(std::string_view what, std::string_view path) {
  const std::string name(setting("CHORUS_FAIL_LOG"));
  const long file =
      ::syscall(SYS_openat, AT_FDCWD, name.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) return;
  const std::string line = std::string(what) + " " + std::string(path) + "\n";
  ::syscall(SYS_write, file, line.data(), line.size());
  ::syscall(SYS_close, file);
}

std::atomic<long> calls = 0;

/// Counts the call; true if it shall fail, with errno set.
bool fails(std::string_view call, std::string_view path) {
  const int before = errno;
  bool failing = false;
  if (watched(path)) {
    log(call, path);
    const int error = std::atoi(std::string(setting("CHORUS_FAIL_ERROR")).c_str());
    if (error != 0 && call == setting("CHORUS_FAIL_CALL") &&
        ++calls == std::atol(std::string(setting("CHORUS_FAIL_NTH")).c_str())) {
      log("injected", path);
      errno = error;
      failing = true;
    }
  }
  if (!failing) errno = before;
  return failing;
}

bool fails(std::string_view call, int file) {
  std::array<char, 64> link{};
  std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", file);
  std::array<char, 4096> path{};
  const int before = errno;
  const ssize_t size = ::readlink(link.data(), path.data(), path.size());
  errno = before;
  if (size <= 0) return false;
  return fails(call, std::string_view(path.data(), static_cast<std::size_t>(size)));
}

std::string absolute(const char* path) {
  if (path == nullptr || *path == '/') return path == nullptr ? "" : path;
  std::array<char, 4096> here{};
  if (::getcwd(here.data(), here.size()) == nullptr) return path;
  return std::string(here.data()) + "/" + path;
}

int open_at(int folder, const char* path, int flags, mode_t mode) {
  if (fails("openat", absolute(path))) return -1;
  return static_cast<int>(::syscall(SYS_openat, folder, path, flags, mode));
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

using Open = FILE*(const char*, const char*);

FILE* stream(const char* name, const char* path, const char* mode) {
  if (fails("openat", absolute(path))) return nullptr;
  return next<Open*>(name)(path, mode);
}

}  // namespace

#define CHORUS_MODE(flags, mode)                          \
  mode_t mode = 0;                                        \
  if (((flags) & (O_CREAT | O_TMPFILE)) != 0) {           \
    va_list arguments;                                    \
    va_start(arguments, flags);                           \
    (mode) = static_cast<mode_t>(va_arg(arguments, int)); \
    va_end(arguments);                                    \
  }

extern "C" {

int open(const char* path, int flags, ...) {
  CHORUS_MODE(flags, mode)
  return open_at(AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  CHORUS_MODE(flags, mode)
  return open_at(AT_FDCWD, path, flags, mode);
}
int openat(int folder, const char* path, int flags, ...) {
  CHORUS_MODE(flags, mode)
  return open_at(folder, path, flags, mode);
}
int openat64(int folder, const char* path, int flags, ...) {
  CHORUS_MODE(flags, mode)
  return open_at(folder, path, flags, mode);
}
FILE* fopen(const char* path, const char* mode) {
  return stream("fopen", path, mode);
}
FILE* fopen64(const char* path, const char* mode) {
  return stream("fopen64", path, mode);
}
ssize_t write(int file, const void* bytes, size_t size) {
  if (fails("write", file)) return -1;
  return ::syscall(SYS_write, file, bytes, size);
}
ssize_t writev(int file, const iovec* parts, int count) {
  if (fails("write", file)) return -1;
  return ::syscall(SYS_writev, file, parts, count);
}
ssize_t pwrite(int file, const void* bytes, size_t size, off_t offset) {
  if (fails("pwrite64", file)) return -1;
  return ::syscall(SYS_pwrite64, file, bytes, size, offset);
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t offset) {
  if (fails("pwrite64", file)) return -1;
  return ::syscall(SYS_pwrite64, file, bytes, size, offset);
}
ssize_t read(int file, void* bytes, size_t size) {
  if (fails("read", file)) return -1;
  return ::syscall(SYS_read, file, bytes, size);
}
ssize_t pread(int file, void* bytes, size_t size, off_t offset) {
  if (fails("pread64", file)) return -1;
  return ::syscall(SYS_pread64, file, bytes, size, offset);
}
ssize_t pread64(int file, void* bytes, size_t size, off64_t offset) {
  if (fails("pread64", file)) return -1;
  return ::syscall(SYS_pread64, file, bytes, size, offset);
}
int fallocate(int file, int mode, off_t offset, off_t bytes) {
  if (fails("fallocate", file)) return -1;
  return static_cast<int>(::syscall(SYS_fallocate, file, mode, offset, bytes));
}
int fsync(int file) {
  if (fails("fsync", file)) return -1;
  return static_cast<int>(::syscall(SYS_fsync, file));
}
int ftruncate(int file, off_t size) noexcept {
  if (fails("ftruncate", file)) return -1;
  return static_cast<int>(::syscall(SYS_ftruncate, file, size));
}
int ftruncate64(int file, off64_t size) noexcept {
  if (fails("ftruncate", file)) return -1;
  return static_cast<int>(::syscall(SYS_ftruncate, file, size));
}
int rename(const char* from, const char* to) noexcept {
  if (fails("rename", absolute(to))) return -1;
  return static_cast<int>(::syscall(SYS_rename, from, to));
}

}  // extern "C"
