#include "chorus/core/temporary_paths.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <string>
#include <utility>

namespace chorus {
namespace {

enum State : int { kFree, kBeingMade, kFile, kFolder };

struct Place {
  std::atomic<int> state = kFree;
  std::array<char, 1024> path{};
};
static_assert(std::atomic<int>::is_always_lock_free);

// A signal handler can reach nothing but a global.
std::array<Place, 384> g_places;

void remove_all(State state, int (*remove)(const char*)) noexcept {
  for (const Place& place : g_places) {
    if (place.state.load(std::memory_order_acquire) == state) remove(place.path.data());
  }
}

}  // namespace

TemporaryPath::TemporaryPath(const std::filesystem::path& path, Kind kind) {
  const std::string& name = path.native();
  if (name.size() >= Place{}.path.size()) return;
  for (std::size_t i = 0; i < g_places.size(); ++i) {
    int expected = kFree;
    if (!g_places[i].state.compare_exchange_strong(expected, kBeingMade)) continue;
    std::ranges::copy(name, g_places[i].path.begin());
    g_places[i].path[name.size()] = '\0';
    g_places[i].state.store(kind == Kind::kFile ? kFile : kFolder, std::memory_order_release);
    place_ = static_cast<int>(i);
    return;
  }
}

TemporaryPath::~TemporaryPath() {
  forget();
}

TemporaryPath::TemporaryPath(TemporaryPath&& other) noexcept : place_(std::exchange(other.place_, -1)) {}

TemporaryPath& TemporaryPath::operator=(TemporaryPath&& other) noexcept {
  if (this != &other) {
    forget();
    place_ = std::exchange(other.place_, -1);
  }
  return *this;
}

void TemporaryPath::forget() noexcept {
  if (place_ >= 0) g_places[static_cast<std::size_t>(place_)].state.store(kFree, std::memory_order_release);
  place_ = -1;
}

void remove_temporary_paths() noexcept {
  const int number = errno;
  remove_all(kFile, ::unlink);
  remove_all(kFolder, ::rmdir);
  errno = number;
}

}  // namespace chorus
