// How the allocator treats large buffers. Local.
#pragma once

namespace chorus::jobs {

/// While one lives, buffers of a megabyte and more go back to the system when they are freed: in the heap the
/// labels of many fits leave holes, and a rank would take up to twice of what it holds. Each then comes back
/// with fresh pages, which would triple the time of reading a CSV, so that the rest of the job goes without.
class LargeBuffersGoBack {
 public:
  LargeBuffersGoBack();
  ~LargeBuffersGoBack();
  LargeBuffersGoBack(const LargeBuffersGoBack&) = delete;
  LargeBuffersGoBack& operator=(const LargeBuffersGoBack&) = delete;
};

}  // namespace chorus::jobs
