// A 128-bit hash of a record or a row, ordered by its high half first.
#pragma once

#include <compare>
#include <cstdint>

namespace chorus {

struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  // clang-tidy 14 takes the 0 that the compiler compares with for a null pointer.
  friend auto operator<=>(const Hash128&, const Hash128&) = default;  // NOLINT(modernize-use-nullptr)
};

}  // namespace chorus
