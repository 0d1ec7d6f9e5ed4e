// System calls that fail on purpose: what a full disk, a broken device or an old file system answers. A test
// that uses this header stands before the C library: its own calls, the library's and HDF5's go through it.
#pragma once

#include <cstdint>

namespace chorus::test {

enum class Call : std::uint8_t { kFallocate, kFsync, kPwrite };

/// While this lives, calls of one kind by this process fail with an errno. One at a time for each kind.
class FailingCall {
 public:
  enum class Then : std::uint8_t { kWorksAgain, kKeepsFailing };
  /// The `nth` call fails (the first is 1), and then those after it or none.
  FailingCall(Call call, int error, int nth = 1, Then then = Then::kKeepsFailing);
  ~FailingCall();
  FailingCall(const FailingCall&) = delete;
  FailingCall& operator=(const FailingCall&) = delete;
  /// Whether a call has failed.
  [[nodiscard]] bool happened() const;

 private:
  Call call_;
};

}  // namespace chorus::test
