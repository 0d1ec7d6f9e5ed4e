#include "chorus/session/faults.hpp"

#ifdef CHORUS_FAULTS

#include "chorus/core/error.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

// operator new can be told by a global alone. 0: nothing is to fail; N: the N-th call from now on.
std::atomic<std::int64_t> g_calls_until_failure = 0;

void* allocate(std::size_t bytes, std::size_t alignment) {
  if (g_calls_until_failure.load(std::memory_order_relaxed) > 0 && g_calls_until_failure.fetch_sub(1) == 1)
    throw std::bad_alloc();
  const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
  void* memory = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

// NOLINTBEGIN(misc-new-delete-overloads): the nothrow and array forms call these
void* operator new(std::size_t bytes) {
  return allocate(bytes, __STDCPP_DEFAULT_NEW_ALIGNMENT__);
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return allocate(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
// NOLINTEND(misc-new-delete-overloads)

namespace chorus::session::faults {
namespace {

std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ':') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

}  // namespace

void reached(std::string_view phase, int rank) {
  static bool spent = false;
  const char* wish = std::getenv("CHORUS_FAULT");  // NOLINT(concurrency-mt-unsafe)
  if (spent || wish == nullptr) return;
  const std::vector<std::string> parts = parts_of(wish);
  if (parts.size() < 3 || parts[1] != phase || parts[2] != std::to_string(rank)) return;
  spent = true;
  if (parts[0] == "throw" && parts.size() == 3) throw std::runtime_error("CHORUS_FAULT");
  if (parts[0] == "throw")
    throw Error(static_cast<Exit>(std::stoi(parts[3])), "a fault on purpose (CHORUS_FAULT)");
  if (parts[0] == "alloc" && parts.size() == 4) g_calls_until_failure = std::stoll(parts[3]);
  if (parts[0] == "stop") ::kill(::getpid(), SIGSTOP);
  if (parts[0] == "kill") ::kill(::getpid(), SIGKILL);
  while (parts[0] == "hang") ::sleep(1);
}

}  // namespace chorus::session::faults

#endif
