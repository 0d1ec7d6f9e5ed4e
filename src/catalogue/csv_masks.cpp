// Compiled once for each SIMD target by Highway's foreach_target; the best one is chosen while running. Kept
// to five comparisons a vector, so that everything that could go wrong is plain C++ elsewhere.
#include "chorus/catalogue/csv_masks.hpp"

#include <cassert>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "catalogue/csv_masks.cpp"
#include <hwy/foreach_target.h>
// foreach_target must come before highway.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace chorus::catalogue::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// At most 64 lanes, and at least the 8 that fill a byte of the mask (HWY_SCALAR has 1, and is not built).
using Tag = hn::CappedTag<std::uint8_t, kMaskBytes>;

void find_masks_of_whole_blocks(const char* bytes, std::size_t blocks, char delimiter, CsvMasks* masks) {
  const Tag tag;
  const std::size_t lanes = hn::Lanes(tag);
  const auto delimiters = hn::Set(tag, static_cast<std::uint8_t>(delimiter));
  const auto quotes = hn::Set(tag, std::uint8_t{'"'});
  const auto line_feeds = hn::Set(tag, std::uint8_t{'\n'});
  const auto carriage_returns = hn::Set(tag, std::uint8_t{'\r'});
  const auto nuls = hn::Zero(tag);
  const auto* at = reinterpret_cast<const std::uint8_t*>(bytes);
  for (std::size_t block = 0; block < blocks; ++block, at += kMaskBytes) {
    CsvMasks& out = masks[block];
    const auto part_of = [](std::uint64_t& mask, std::size_t lane) {
      return reinterpret_cast<std::uint8_t*>(&mask) + lane / 8;
    };
    for (std::size_t lane = 0; lane < kMaskBytes; lane += lanes) {
      const auto text = hn::LoadU(tag, at + lane);
      hn::StoreMaskBits(tag, hn::Eq(text, delimiters), part_of(out.delimiter, lane));
      hn::StoreMaskBits(tag, hn::Eq(text, quotes), part_of(out.quote, lane));
      hn::StoreMaskBits(tag, hn::Eq(text, line_feeds), part_of(out.line_feed, lane));
      hn::StoreMaskBits(tag, hn::Eq(text, carriage_returns), part_of(out.carriage_return, lane));
      hn::StoreMaskBits(tag, hn::Eq(text, nuls), part_of(out.nul, lane));
    }
  }
}

}  // namespace chorus::catalogue::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chorus::catalogue {

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

}  // namespace chorus::catalogue
#endif
