// Memory for a block of text, on huge pages if it is large and the kernel has some to give: a block goes from
// the page cache to a rank's memory and from there to another rank's, and on small pages the kernel finds,
// pins and maps them one by one, which takes it as long as the copying. Local.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>

namespace chorus::catalogue {

struct AlignedDelete {
  std::align_val_t alignment{};
  void operator()(char* bytes) const { ::operator delete(bytes, alignment); }
};

class BlockBuffer {
 public:
  /// Makes room for `capacity` bytes; the first `keep` stay as they are, the rest is of no value.
  /// Throws std::bad_alloc.
  void enlarge(std::size_t capacity, std::size_t keep = 0);

  [[nodiscard]] char* data() { return bytes_.get(); }
  [[nodiscard]] const char* data() const { return bytes_.get(); }
  [[nodiscard]] bool empty() const { return !bytes_; }
  [[nodiscard]] std::span<const char> first(std::size_t count) const { return {bytes_.get(), count}; }
  [[nodiscard]] std::span<char> part(std::size_t begin, std::size_t count) {
    return {bytes_.get() + begin, count};
  }

 private:
  std::unique_ptr<char[], AlignedDelete> bytes_;
  std::size_t capacity_ = 0;
};

}  // namespace chorus::catalogue
