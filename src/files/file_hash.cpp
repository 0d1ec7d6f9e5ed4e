#include "chorus/files/file_hash.hpp"

#include "chorus/files/staged_file.hpp"
#include "chorus/files/system_error.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <memory>
#include <new>
#include <vector>

namespace chorus::files {
namespace {

constexpr std::size_t kPart = std::size_t{1} << 20U;

std::string hex(XXH128_hash_t hash) {
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

struct Free {
  void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

}  // namespace

FileHash hash_file(const std::filesystem::path& path) {
  // Not blocking: opening a pipe would wait for its writer.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat found = {};
  if (!file.is_open() || ::fstat(file.number(), &found) != 0)
    throw system_error("cannot read the file", path, errno);
  if (!S_ISREG(found.st_mode))
    throw Error(Exit::kInput, describe("this is not a regular file", path.string(), "take it away"));
  ::posix_fadvise(file.number(), 0, 0, POSIX_FADV_SEQUENTIAL);
  const std::unique_ptr<XXH3_state_t, Free> state(XXH3_createState());
  if (!state) throw std::bad_alloc();
  XXH3_128bits_reset(state.get());
  FileHash hash;
  for (std::vector<char> part(kPart);;) {
    const ssize_t got = ::read(file.number(), part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw system_error("cannot read the file", path, errno);
    if (got == 0) break;
    XXH3_128bits_update(state.get(), part.data(), static_cast<std::size_t>(got));
    hash.bytes += static_cast<std::uint64_t>(got);
  }
  hash.xxh3 = hex(XXH3_128bits_digest(state.get()));
  return hash;
}

std::string hash_text(std::string_view bytes) {
  return hex(XXH3_128bits(bytes.data(), bytes.size()));
}

}  // namespace chorus::files
