// Compiled once for each SIMD target by Highway's foreach_target; the best one is chosen while running. Kept
// to five comparisons a vector, so that everything that could go wrong is plain C++ elsewhere.
#include "chorus/csv/masks.hpp"

#include <cassert>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "csv/masks.cpp"
#include <hwy/foreach_target.h>
// foreach_target must come before these.
#include "csv/mask-inl.h"

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace chorus::csv::HWY_NAMESPACE {

void find_masks_of_whole_blocks(const char* bytes, std::size_t blocks, char delimiter, CsvMasks* masks) {
  for (std::size_t block = 0; block < blocks; ++block, bytes += kMaskBytes) {
    masks[block] = {mask_of(bytes, delimiter), mask_of(bytes, '"'), mask_of(bytes, '\n'),
                    mask_of(bytes, '\r'), mask_of(bytes, '\0')};
  }
}

}  // namespace chorus::csv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chorus::csv {

HWY_EXPORT(find_masks_of_whole_blocks);

void find_csv_masks(std::span<const char> bytes, CsvDialect dialect, std::span<CsvMasks> masks) {
  assert(masks.size() == (bytes.size() + kMaskBytes - 1) / kMaskBytes);
  const std::size_t whole = bytes.size() / kMaskBytes;
  if (whole > 0) {
    HWY_DYNAMIC_DISPATCH(find_masks_of_whole_blocks)(bytes.data(), whole, dialect.delimiter, masks.data());
  }
  const std::span<const char> rest = bytes.subspan(whole * kMaskBytes);
  if (rest.empty()) return;
  char padded[kMaskBytes];
  // The padding must be none of the five characters.
  std::memset(padded, dialect.delimiter == 'x' ? 'y' : 'x', sizeof padded);
  std::memcpy(padded, rest.data(), rest.size());
  HWY_DYNAMIC_DISPATCH(find_masks_of_whole_blocks)(padded, 1, dialect.delimiter, &masks[whole]);
}

}  // namespace chorus::csv
#endif
