// Where a character stands in 64 bytes of CSV, for files that Highway compiles once per target. Included
// inside foreach_target, hence the guard that toggles.
#if defined(CHORUS_CSV_MASK_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CHORUS_CSV_MASK_INL_H_
#undef CHORUS_CSV_MASK_INL_H_
#else
#define CHORUS_CSV_MASK_INL_H_
#endif

#include "chorus/csv/masks.hpp"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace chorus::csv::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR
// One lane can't fill a byte of a mask, so here bits are set one by one.
HWY_INLINE std::uint64_t mask_of(const char* bytes, char character) {
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < kMaskBytes; ++i) mask |= std::uint64_t{bytes[i] == character} << i;
  return mask;
}
#else
HWY_INLINE std::uint64_t mask_of(const char* bytes, char character) {
  const hn::CappedTag<std::uint8_t, kMaskBytes> tag;
  const auto wanted = hn::Set(tag, static_cast<std::uint8_t>(character));
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < kMaskBytes; i += hn::Lanes(tag)) {
    const auto text = hn::LoadU(tag, reinterpret_cast<const std::uint8_t*>(bytes) + i);
    hn::StoreMaskBits(tag, hn::Eq(text, wanted), reinterpret_cast<std::uint8_t*>(&mask) + i / 8);
  }
  return mask;
}
#endif

}  // namespace chorus::csv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
