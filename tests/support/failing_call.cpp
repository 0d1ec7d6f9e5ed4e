#include "support/failing_call.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>

namespace chorus::test {
namespace {

/// Functions that replace those of the C library can reach nothing but a global.
struct Plan {
  std::atomic<int> error = 0;
  std::atomic<int> until = 0;  // calls that still work
  std::atomic<bool> once = false, happened = false;
};
std::array<Plan, 3> g_plans;

Plan& plan_of(Call call) {
  return g_plans.at(static_cast<std::size_t>(call));
}

bool fails(Call call) {
  Plan& plan = plan_of(call);
  const int error = plan.error;
  if (error == 0) return false;
  const int before = plan.until.fetch_sub(1);
  if (before > 1 || (before < 1 && plan.once)) return false;
  plan.happened = true;
  errno = error;
  return true;
}

}  // namespace

FailingCall::FailingCall(Call call, int error, int nth, Then then) : call_(call) {
  Plan& plan = plan_of(call);
  plan.until = nth;
  plan.once = then == Then::kWorksAgain;
  plan.happened = false;
  plan.error = error;
}

FailingCall::~FailingCall() {
  plan_of(call_).error = 0;
}

bool FailingCall::happened() const {
  return plan_of(call_).happened;
}

}  // namespace chorus::test

using chorus::test::Call;
using chorus::test::fails;

extern "C" {

int fallocate(int file, int mode, off_t offset, off_t bytes) {
  if (fails(Call::kFallocate)) return -1;
  return static_cast<int>(::syscall(SYS_fallocate, file, mode, offset, bytes));
}

int fsync(int file) {
  if (fails(Call::kFsync)) return -1;
  return static_cast<int>(::syscall(SYS_fsync, file));
}

ssize_t pwrite(int file, const void* from, size_t bytes, off_t offset) {
  if (fails(Call::kPwrite)) return -1;
  return ::syscall(SYS_pwrite64, file, from, bytes, offset);
}

ssize_t pwrite64(int file, const void* from, size_t bytes, off64_t offset) {
  return pwrite(file, from, bytes, offset);
}

}  // extern "C"
