// A file that lives in memory, for readers that take a path: no disk is touched, and nothing is left behind.
#pragma once

#include "fuzz/law.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace chorus::fuzz {

class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("fuzz", MFD_CLOEXEC)) {
    require(descriptor_ >= 0, "a memory file");
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  /// Replaces the content.
  void hold(std::string_view bytes) const {
    require(ftruncate(descriptor_, 0) == 0, "a memory file that shrinks");
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t wrote =
          pwrite(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
      require(wrote > 0, "a memory file that grows");
      done += static_cast<std::size_t>(wrote);
    }
  }
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

}  // namespace chorus::fuzz
