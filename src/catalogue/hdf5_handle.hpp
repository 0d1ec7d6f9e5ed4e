// What the room needs of HDF5's C interface: handles that close themselves, and failures as chorus::Error.
#pragma once

#include "chorus/core/error.hpp"

#include <hdf5.h>

#include <filesystem>
#include <string>
#include <utility>

namespace chorus::catalogue::hdf5 {

/// Owns an HDF5 identifier. The destructor closes it and never throws.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle() = default;
  Handle(hid_t id, Close closer) : id_(id), close_(closer) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    if (this != &other) {
      (void)close();
      id_ = std::exchange(other.id_, H5I_INVALID_HID);
      close_ = other.close_;
    }
    return *this;
  }
  ~Handle() { (void)close(); }

  [[nodiscard]] hid_t id() const { return id_; }
  /// Closes now; true unless HDF5 reports a failure.
  bool close() noexcept;
  /// Gives the identifier up without closing it.
  void release() noexcept { id_ = H5I_INVALID_HID; }

 private:
  hid_t id_ = H5I_INVALID_HID;
  Close close_ = nullptr;
};

/// Keeps HDF5 from printing its error stack, from now on: an error is one line, and ours. It stays so, since
/// HDF5 would also complain at the end of the process about what it lost in opening a damaged file. Local.
void silence_errors() noexcept;

/// The failure that HDF5's error stack describes, as "PROBLEM (path: reason) ADVICE". Where file locking was
/// refused, the advice is how to switch it off. Local.
[[nodiscard]] Error failure(Exit status, const std::string& problem, const std::filesystem::path& path,
                            const std::string& advice);

/// The failure of a write to the catalogue `path`. Local.
[[nodiscard]] Error cannot_write(const std::filesystem::path& path);

}  // namespace chorus::catalogue::hdf5
