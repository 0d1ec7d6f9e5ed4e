// Touches a file again and again, so that others see that its owner lives.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

namespace chorus::files {

/// A thread of its own, which calls neither MPI nor HDF5. A failed touch is passed over: the file may be
/// gone.
class Heartbeat {
 public:
  /// Throws std::system_error where no thread can be started.
  Heartbeat(std::filesystem::path file, std::chrono::milliseconds period);
  ~Heartbeat();  ///< ends it, at once
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;

 private:
  void run();

  std::filesystem::path file_;
  std::chrono::milliseconds period_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool end_ = false;
  std::thread thread_;  // the last, so that it finds the others
};

}  // namespace chorus::files
