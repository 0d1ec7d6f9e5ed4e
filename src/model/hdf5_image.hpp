// A small HDF5 file in memory, built piece by piece. For model_file_write.cpp.
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace chorus::model {

/// Owns an HDF5 identifier; the destructor closes it and never throws.
class Hdf5Id {
 public:
  using Close = herr_t (*)(hid_t);
  /// Throws BadImage, naming `what`, if the identifier is invalid.
  Hdf5Id(hid_t id, Close close, const std::string& what);
  ~Hdf5Id();
  Hdf5Id(Hdf5Id&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)), close_(other.close_) {}
  Hdf5Id& operator=(Hdf5Id&&) = delete;
  [[nodiscard]] hid_t get() const { return id_; }

 private:
  hid_t id_;
  Close close_;
};

/// An object that HDF5 cannot make.
class BadImage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Keeps HDF5 from printing while in scope.
class QuietHdf5 {
 public:
  QuietHdf5();
  ~QuietHdf5();
  QuietHdf5(const QuietHdf5&) = delete;
  QuietHdf5& operator=(const QuietHdf5&) = delete;

 private:
  H5E_auto2_t print_ = nullptr;
  void* data_ = nullptr;
};

using Shape = std::vector<hsize_t>;

/// The HDF5 type in the file, little-endian, of a C++ type.
template <class T>
hid_t file_type();

/// The file under construction. Paths name objects from the root: "features/mean".
class Hdf5Image {
 public:
  /// A new, empty file.
  Hdf5Image();

  void make_group(const std::string& path);
  template <class T>
  void write(const std::string& path, const Shape& shape, std::span<const T> values) {
    write_raw(path, file_type<T>(), shape, values.data());
  }
  void write_texts(const std::string& path, const std::vector<std::string>& texts);
  template <class T>
  void set(const std::string& group, const std::string& name, T value) {
    set_raw(group, name, file_type<T>(), &value);
  }
  void set_text(const std::string& group, const std::string& name, const std::string& text);
  /// The bytes of the file built so far.
  [[nodiscard]] std::vector<char> bytes() const;

 private:
  void write_raw(const std::string& path, hid_t type, const Shape& shape, const void* values);
  void set_raw(const std::string& group, const std::string& name, hid_t type, const void* value);

  QuietHdf5 quiet_;
  Hdf5Id file_;
};

}  // namespace chorus::model
