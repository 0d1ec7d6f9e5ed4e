#include "chorus/files/heartbeat.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <csignal>
#include <utility>

namespace chorus::files {

Heartbeat::Heartbeat(std::filesystem::path file, std::chrono::milliseconds period)
    : file_(std::move(file)), period_(period) {
  // Signals are for the other threads.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  try {
    thread_ = std::thread([this] { run(); });
  } catch (...) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    throw;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Heartbeat::~Heartbeat() {
  {
    const std::lock_guard lock(mutex_);
    end_ = true;
  }
  ended_.notify_all();
  thread_.join();
}

void Heartbeat::run() {
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, period_, [this] { return end_; })) {
    lock.unlock();
    // Without a time of ours: the server's clock sets it.
    [[maybe_unused]] const int ignored = ::utimensat(AT_FDCWD, file_.c_str(), nullptr, AT_SYMLINK_NOFOLLOW);
    lock.lock();
  }
}

}  // namespace chorus::files
