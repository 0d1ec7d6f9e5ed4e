// The layout that kernels read: scaled features as float, in blocks of 64 rows, structure of arrays inside a
// block (row = vector lane), so that one block of ten features is 2,560 contiguous bytes and serves every
// vector width from 1 to 64 lanes without a remainder.
#pragma once

#include "chorus/core/types.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <span>
#include <vector>

namespace chorus::features {

inline constexpr std::size_t kLanes = 64;  ///< rows in a block

/// Memory aligned to a cache line.
template <class T>
struct CacheAligned {
  using value_type = T;
  CacheAligned() = default;
  template <class U>
  CacheAligned(const CacheAligned<U>&) {}  // NOLINT(google-explicit-constructor): an allocator must convert
  [[nodiscard]] T* allocate(std::size_t count) {
    return static_cast<T*>(::operator new (count * sizeof(T), std::align_val_t{64}));
  }
  void deallocate(T* pointer, std::size_t) { ::operator delete (pointer, std::align_val_t{64}); }
  friend bool operator==(const CacheAligned&, const CacheAligned&) { return true; }
};
template <class T>
using AlignedVector = std::vector<T, CacheAligned<T>>;

/// n rows x d features. Every value is a multiple of its feature's step, at most 2^23 steps from 0 (see
/// features/scaling.hpp), so sums of multiples are exact. Lanes behind the last row hold zeros.
class RowBlocks {
 public:
  RowBlocks() = default;
  RowBlocks(RowIndex rows, std::size_t width)
      : rows_(rows),
        width_(width),
        data_((static_cast<std::size_t>(rows) + kLanes - 1) / kLanes * kLanes * width) {}

  [[nodiscard]] RowIndex rows() const { return rows_; }
  [[nodiscard]] std::size_t width() const { return width_; }
  [[nodiscard]] std::size_t blocks() const { return data_.empty() ? 0 : data_.size() / (kLanes * width_); }
  /// width x kLanes values: feature j of lane l at [j * kLanes + l].
  [[nodiscard]] const float* block(std::size_t index) const { return data_.data() + index * kLanes * width_; }
  /// Rows in a block: kLanes, fewer in the last.
  [[nodiscard]] std::size_t rows_in(std::size_t index) const {
    return std::min(kLanes, static_cast<std::size_t>(rows_) - index * kLanes);
  }
  [[nodiscard]] float at(RowIndex row, std::size_t feature) const { return data_[offset(row, feature)]; }
  void set(RowIndex row, std::size_t feature, float value) { data_[offset(row, feature)] = value; }

 private:
  [[nodiscard]] std::size_t offset(RowIndex row, std::size_t feature) const {
    const auto r = static_cast<std::size_t>(row);
    return (r / kLanes * width_ + feature) * kLanes + r % kLanes;
  }
  RowIndex rows_ = 0;
  std::size_t width_ = 0;
  AlignedVector<float> data_;
};

}  // namespace chorus::features
