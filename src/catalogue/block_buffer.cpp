#include "block_buffer.hpp"

#include <sys/mman.h>

#include <cstring>
#include <utility>

namespace chorus::catalogue {
namespace {

constexpr std::size_t kCacheLine = 64;
constexpr std::size_t kHugePage = std::size_t{2} << 20U;

}  // namespace

void BlockBuffer::enlarge(std::size_t capacity, std::size_t keep) {
  if (bytes_ && capacity_ >= capacity) return;  // one that was moved from has no bytes
  const bool large = capacity >= kHugePage / 2;
  const std::size_t unit = large ? kHugePage : kCacheLine;
  capacity = (capacity + unit - 1) / unit * unit;
  const std::align_val_t alignment{unit};
  std::unique_ptr<char[], AlignedDelete> bytes(static_cast<char*>(::operator new(capacity, alignment)),
                                               AlignedDelete{alignment});
  // A wish: where it is not granted, the pages are small.
  if (large) static_cast<void>(::madvise(bytes.get(), capacity, MADV_HUGEPAGE));
  if (keep > 0) std::memcpy(bytes.get(), bytes_.get(), keep);
  bytes_ = std::move(bytes);
  capacity_ = capacity;
}

}  // namespace chorus::catalogue
