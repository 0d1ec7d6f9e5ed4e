#include "large_buffers.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace chorus::jobs {

#ifdef __GLIBC__

namespace {

/// Where glibc's own rule ends: of what is free at the heap's end, so much is kept, and half of it is the
/// largest buffer in the heap.
constexpr int kTrim = 64 << 20;

}  // namespace

LargeBuffersGoBack::LargeBuffersGoBack() {
  ::malloc_trim(0);
  ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
  // Else, for the first mallopt ends glibc's own rule, each smaller buffer that is freed would go back, too.
  ::mallopt(M_TRIM_THRESHOLD, kTrim);
}

LargeBuffersGoBack::~LargeBuffersGoBack() {
  ::malloc_trim(0);
  ::mallopt(M_MMAP_THRESHOLD, kTrim / 2);
}

#else

LargeBuffersGoBack::LargeBuffersGoBack() = default;
LargeBuffersGoBack::~LargeBuffersGoBack() = default;

#endif

}  // namespace chorus::jobs
