// Why this shape. In a block the coordinates of a row lie 64 floats apart. The moving rows are copied one
// behind another first, which is bound by loads and stores alone; then a few vectors hold a row, and the
// totals of a cluster take them whole. Reading them back only after all are copied keeps wide loads from
// waiting for the narrow stores.
#include "chorus/kmeans/row_mover.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kmeans/row_mover.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace chorus::kmeans {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using features::kLanes;

using Totals = hn::CappedTag<std::int64_t, kRowPadding>;
using Multiples = hn::Rebind<std::int32_t, Totals>;
using Coordinates = hn::Rebind<float, Totals>;

/// Copies the marked rows of a block one behind another.
HWY_INLINE void Collect(const float* HWY_RESTRICT block, std::size_t width, std::size_t padded,
                        std::uint64_t lanes, float* HWY_RESTRICT rows) {
  for (; lanes != 0; lanes &= lanes - 1, rows += padded) {
    const float* HWY_RESTRICT x = block + hwy::Num0BitsBelowLS1Bit_Nonzero64(lanes);
    for (std::size_t j = 0; j < width; ++j) rows[j] = x[j * kLanes];
  }
}

#if HWY_TARGET != HWY_SCALAR
/// The same for all rows of a block, as in a first pass: by squares of 4 x 4, with a quarter of the stores.
HWY_INLINE void CollectAll(const float* HWY_RESTRICT block, std::size_t width, std::size_t padded,
                           float* HWY_RESTRICT rows) {
  const hn::Full128<float> df;
  const hn::Full128<std::int64_t> pairs;
  for (std::size_t j = 0; j < width; j += 4) {
    const auto feature = [&](std::size_t i, std::size_t lane) HWY_ATTR {
      return j + i < width ? hn::Load(df, block + (j + i) * kLanes + lane) : hn::Zero(df);
    };
    for (std::size_t l = 0; l < kLanes; l += 4) {
      const auto a = feature(0, l);
      const auto b = feature(1, l);
      const auto c = feature(2, l);
      const auto d = feature(3, l);
      const auto ab = hn::BitCast(pairs, hn::InterleaveLower(df, a, b));
      const auto cd = hn::BitCast(pairs, hn::InterleaveLower(df, c, d));
      const auto ab_upper = hn::BitCast(pairs, hn::InterleaveUpper(df, a, b));
      const auto cd_upper = hn::BitCast(pairs, hn::InterleaveUpper(df, c, d));
      float* HWY_RESTRICT out = rows + l * padded + j;
      hn::Store(hn::BitCast(df, hn::InterleaveLower(pairs, ab, cd)), df, out);
      hn::Store(hn::BitCast(df, hn::InterleaveUpper(pairs, ab, cd)), df, out + padded);
      hn::Store(hn::BitCast(df, hn::InterleaveLower(pairs, ab_upper, cd_upper)), df, out + 2 * padded);
      hn::Store(hn::BitCast(df, hn::InterleaveUpper(pairs, ab_upper, cd_upper)), df, out + 3 * padded);
    }
  }
}
#else
HWY_INLINE void CollectAll(const float* HWY_RESTRICT block, std::size_t width, std::size_t padded,
                           float* HWY_RESTRICT rows) {
  Collect(block, width, padded, ~std::uint64_t{0}, rows);
}
#endif

template <class Label>
HWY_INLINE void Move(const BlockMoves<Label>& moves, std::size_t width, std::size_t padded,
                     const float* HWY_RESTRICT inverse_step, float* HWY_RESTRICT rows,
                     std::int64_t* HWY_RESTRICT sum, std::int64_t* HWY_RESTRICT count) {
  const Totals dt;
  const Multiples dm;
  const Coordinates dc;
  if (~moves.lanes == 0) {
    CollectAll(moves.block, width, padded, rows);
  } else {
    Collect(moves.block, width, padded, moves.lanes, rows);
  }
  for (std::uint64_t lanes = moves.lanes; lanes != 0; lanes &= lanes - 1, rows += padded) {
    const std::size_t lane = hwy::Num0BitsBelowLS1Bit_Nonzero64(lanes);
    std::int64_t* const gains = sum + moves.to[lane] * padded;
    std::int64_t* const loses = moves.from == nullptr ? nullptr : sum + moves.from[lane] * padded;
    for (std::size_t j = 0; j < padded; j += hn::Lanes(dt)) {
      const auto scaled = hn::Mul(hn::Load(dc, rows + j), hn::Load(dc, inverse_step + j));
      const auto multiples = hn::PromoteTo(dt, hn::ConvertTo(dm, scaled));
      hn::Store(hn::Add(hn::Load(dt, gains + j), multiples), dt, gains + j);
      if (loses != nullptr) hn::Store(hn::Sub(hn::Load(dt, loses + j), multiples), dt, loses + j);
    }
    ++count[moves.to[lane]];
    if (loses != nullptr) --count[moves.from[lane]];
  }
}

void Move8(const BlockMoves<std::uint8_t>& moves, std::size_t width, std::size_t padded,
           const float* inverse_step, float* rows, std::int64_t* sum, std::int64_t* count) {
  Move(moves, width, padded, inverse_step, rows, sum, count);
}
void Move16(const BlockMoves<std::uint16_t>& moves, std::size_t width, std::size_t padded,
            const float* inverse_step, float* rows, std::int64_t* sum, std::int64_t* count) {
  Move(moves, width, padded, inverse_step, rows, sum, count);
}

}  // namespace HWY_NAMESPACE
}  // namespace chorus::kmeans
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chorus::kmeans {

HWY_EXPORT(Move8);
HWY_EXPORT(Move16);

namespace {

std::size_t padded_width(std::size_t width) {
  return (width + kRowPadding - 1) / kRowPadding * kRowPadding;
}

}  // namespace

RowMover::RowMover(std::size_t clusters, std::size_t width)
    : width_(width),
      sum_(clusters * padded_width(width)),
      count_(clusters),
      inverse_step_(padded_width(width)),
      rows_(features::kLanes * padded_width(width)) {}

std::size_t RowMover::bytes(std::size_t clusters, std::size_t width) {
  const std::size_t padded = padded_width(width);
  return clusters * (padded + 1) * sizeof(std::int64_t) + (features::kLanes + 1) * padded * sizeof(float);
}

void RowMover::count_in(std::span<const double> inverse_step) {
  for (std::size_t j = 0; j < width_; ++j) inverse_step_[j] = static_cast<float>(inverse_step[j]);
}

template <class Label>
void RowMover::move(const BlockMoves<Label>& moves) {
  const std::size_t padded = inverse_step_.size();
  if constexpr (sizeof(Label) == 1) {
    HWY_DYNAMIC_DISPATCH(Move8)
    (moves, width_, padded, inverse_step_.data(), rows_.data(), sum_.data(), count_.data());
  } else {
    HWY_DYNAMIC_DISPATCH(Move16)
    (moves, width_, padded, inverse_step_.data(), rows_.data(), sum_.data(), count_.data());
  }
}

template void RowMover::move(const BlockMoves<std::uint8_t>& moves);
template void RowMover::move(const BlockMoves<std::uint16_t>& moves);

ClusterTotals RowMover::totals() const {
  ClusterTotals totals;
  totals.count = count_;
  for (std::size_t c = 0; c < count_.size(); ++c) {
    const auto row = sum_.begin() + static_cast<std::ptrdiff_t>(c * inverse_step_.size());
    totals.sum.insert(totals.sum.end(), row, row + static_cast<std::ptrdiff_t>(width_));
  }
  return totals;
}

}  // namespace chorus::kmeans
#endif
