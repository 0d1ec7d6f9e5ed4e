// NumPy's .npy files, as far as the benchmarks exchange them with Python: version 1 to 3, little-endian, C
// order, one or two dimensions, float32 or int32. Local.
#pragma once

#include "chorus/core/row_partition.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

namespace chorus::bench {

/// An open .npy file of rows x width values. Throws Error(kInput) for a file of another kind, kIo where the
/// system refuses.
class NpyFile {
 public:
  /// @param type "<f4" or "<i4"
  NpyFile(const std::filesystem::path& path, const std::string& type);
  [[nodiscard]] RowIndex rows() const { return rows_; }
  [[nodiscard]] std::size_t width() const { return width_; }
  /// Reads rows [range.begin, range.end) as rows x width values of 4 bytes.
  template <class T>
  void read(RowRange range, std::span<T> values) {
    static_assert(sizeof(T) == 4);
    read_bytes(range, reinterpret_cast<char*>(values.data()));
  }

 private:
  void read_bytes(RowRange range, char* to);
  std::string path_;
  std::ifstream file_;
  std::streamoff data_ = 0;
  RowIndex rows_ = 0;
  std::size_t width_ = 1;
};

/// What stands before the values of a float32 matrix in a .npy file.
[[nodiscard]] std::string npy_header(RowIndex rows, std::size_t width);

}  // namespace chorus::bench
