// Why this shape. A block holds 64 rows, a vector holds N of them, one a lane. A tile is R vectors of rows
// times C centroids, whose accumulators stay in registers: each feature costs R loads and C broadcasts for R
// * C fused multiply-adds, so the loop is bound by arithmetic, not by loads. The running minimum and its
// index take three more operations a tile entry. Centroids go in ascending order and only a strictly smaller
// t replaces the minimum, so ties keep the lowest index in every lane, tail and width.
#include "chorus/kmeans/assign_kernel.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kmeans/assign_kernel.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "chorus/core/fused-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace chorus::kmeans {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using chorus::HWY_NAMESPACE::FusedMulAdd;
using features::kLanes;

using Floats = hn::CappedTag<float, kLanes>;
using Ints = hn::RebindToSigned<Floats>;

// Vectors of rows and centroids in a tile: their product and a vector of rows each must fit the registers.
#if HWY_TARGET <= HWY_AVX3
constexpr int kVectors = 4;
constexpr int kCentroids = 4;
#else
constexpr int kVectors = 4;
constexpr int kCentroids = 2;
#endif

// The last tile is larger where that saves a tile of one or two centroids.
constexpr int kLast = kCentroids + kCentroids / 2;

/// The smallest t so far of R vectors of rows, and whose it is.
template <int R>
struct Nearest {
  hn::Vec<Floats> t[R];
  hn::Vec<Ints> index[R];
};

/// Offers centroids [first, first + C) to R vectors of rows at `x`. Not inlined, since what the caller keeps
/// would push the rows out of the registers, and unrolled by hand, since GCC 12 else keeps the accumulators
/// in memory, too: 1.6 times as fast.
template <int R, int C>
HWY_NOINLINE void Offer(const float* HWY_RESTRICT x, std::size_t width, const float* HWY_RESTRICT negated,
                        const float* HWY_RESTRICT half_norm, std::size_t first, Nearest<R>& nearest) {
  const Floats df;
  const Ints di;
  const std::size_t lanes = hn::Lanes(df);
  hn::Vec<Floats> t[R][C];
  HWY_UNROLL(8)
  for (int c = 0; c < C; ++c) {
    const auto start = hn::Set(df, half_norm[first + static_cast<std::size_t>(c)]);
    HWY_UNROLL(8)
    for (int r = 0; r < R; ++r) t[r][c] = start;
  }
  const float* HWY_RESTRICT centroid = negated + first * width;
  for (std::size_t j = 0; j < width; ++j) {
    hn::Vec<Floats> rows[R];
    HWY_UNROLL(8)
    for (int r = 0; r < R; ++r) rows[r] = hn::Load(df, x + j * kLanes + static_cast<std::size_t>(r) * lanes);
    HWY_UNROLL(8)
    for (int c = 0; c < C; ++c) {
      const auto minus = hn::Set(df, centroid[static_cast<std::size_t>(c) * width + j]);
      HWY_UNROLL(8)
      for (int r = 0; r < R; ++r) t[r][c] = FusedMulAdd(df, rows[r], minus, t[r][c]);
    }
  }
  HWY_UNROLL(8)
  for (int c = 0; c < C; ++c) {
    const auto mine = hn::Set(di, static_cast<std::int32_t>(first) + c);
    HWY_UNROLL(8)
    for (int r = 0; r < R; ++r) {
      const auto closer = hn::Lt(t[r][c], nearest.t[r]);
      nearest.t[r] = hn::Min(t[r][c], nearest.t[r]);
      nearest.index[r] = hn::IfThenElse(hn::RebindMask(di, closer), mine, nearest.index[r]);
    }
  }
}

/// Offers the last centroids, from `first` on, of which there are at most C.
template <int R, int C>
HWY_INLINE void OfferLast(const float* HWY_RESTRICT x, const CentroidTable& centroids, std::size_t first,
                          Nearest<R>& nearest) {
  if (centroids.k() - first == C) {
    Offer<R, C>(x, centroids.width(), centroids.negated(), centroids.half_norm(), first, nearest);
  } else if constexpr (C > 1) {
    OfferLast<R, C - 1>(x, centroids, first, nearest);
  }
}

/// The nearest centroids of R vectors of rows.
template <int R>
HWY_INLINE Nearest<R> NearestOf(const float* HWY_RESTRICT x, const CentroidTable& centroids) {
  const Floats df;
  const Ints di;
  const std::size_t k = centroids.k();
  Nearest<R> nearest;
  for (int r = 0; r < R; ++r) {
    nearest.t[r] = hn::Set(df, hwy::HighestValue<float>());
    nearest.index[r] = hn::Zero(di);
  }
  std::size_t c = 0;
  for (; k - c > kLast; c += kCentroids) {
    Offer<R, kCentroids>(x, centroids.width(), centroids.negated(), centroids.half_norm(), c, nearest);
  }
  OfferLast<R, kLast>(x, centroids, c, nearest);
  return nearest;
}

/// Writes the labels of V vectors of rows, narrowed to their type.
template <class Label, int V>
HWY_INLINE void Narrow(const hn::Vec<Ints>* index, Label* HWY_RESTRICT out) {
  const Ints di;
  const hn::Rebind<Label, Ints> dl;
  for (int v = 0; v < V; ++v)
    hn::StoreU(hn::DemoteTo(dl, index[v]), dl, out + static_cast<std::size_t>(v) * hn::Lanes(di));
}

/// Which of a block's labels differ, bit l for lane l.
template <class Label>
HWY_INLINE std::uint64_t Differing(const Label* HWY_RESTRICT before, const Label* HWY_RESTRICT after) {
  const hn::CappedTag<Label, kLanes> dl;
  const std::size_t lanes = hn::Lanes(dl);
  std::uint64_t differs = 0;
  for (std::size_t l = 0; l < kLanes; l += lanes) {
    std::uint64_t bits = 0;
    const auto changed = hn::Ne(hn::LoadU(dl, before + l), hn::LoadU(dl, after + l));
    hn::StoreMaskBits(dl, changed, reinterpret_cast<std::uint8_t*>(&bits));
    if (lanes < 8) bits &= (std::uint64_t{1} << lanes) - 1;
    differs |= bits << l;
  }
  return differs;
}

// With few centroids a pass waits for memory: asked for this far ahead, a block has come when its turn does
// (1.3 times as fast at k = 2 and 8, 1.1 times at k = 20; the hardware's own prefetch stops at the end of a
// page).
constexpr std::size_t kBlocksAhead = 6;
constexpr std::size_t kBoundByMemory = 32;

HWY_INLINE void FetchAhead(const float* block, std::size_t size) {
  constexpr std::size_t kLine = 64 / sizeof(float);
  for (std::size_t at = 0; at < size; at += kLine) __builtin_prefetch(block + at);
}

template <class Label>
HWY_INLINE void Assign(const float* blocks, std::size_t count, const CentroidTable& centroids,
                       const Label* old, Label* labels, std::uint64_t* changed, RowsIn where) {
  const std::size_t lanes = hn::Lanes(Floats());
  constexpr std::size_t kStride = kVectors;
  const std::size_t block_size = kLanes * centroids.width();
  const bool fetch = where == RowsIn::kMemory && centroids.k() <= kBoundByMemory;
  for (std::size_t b = 0; b < count; ++b) {
    const float* x = blocks + b * block_size;
    Label* after = labels + b * kLanes;
    if (fetch) FetchAhead(x + kBlocksAhead * block_size, block_size);
    std::size_t lane = 0;
    for (; lane + kStride * lanes <= kLanes; lane += kStride * lanes) {
      const auto nearest = NearestOf<kVectors>(x + lane, centroids);
      Narrow<Label, kVectors>(nearest.index, after + lane);
    }
    for (; lane < kLanes; lane += lanes) {
      const auto nearest = NearestOf<1>(x + lane, centroids);
      Narrow<Label, 1>(nearest.index, after + lane);
    }
  }
  // Not at once: loads this wide would wait for the narrow stores of the labels.
  for (std::size_t b = 0; b < count; ++b) changed[b] = Differing(old + b * kLanes, labels + b * kLanes);
}

void Assign8(const float* blocks, std::size_t count, const CentroidTable& centroids, const std::uint8_t* old,
             std::uint8_t* labels, std::uint64_t* changed, RowsIn where) {
  Assign(blocks, count, centroids, old, labels, changed, where);
}
void Assign16(const float* blocks, std::size_t count, const CentroidTable& centroids,
              const std::uint16_t* old, std::uint16_t* labels, std::uint64_t* changed, RowsIn where) {
  Assign(blocks, count, centroids, old, labels, changed, where);
}

}  // namespace HWY_NAMESPACE
}  // namespace chorus::kmeans
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chorus::kmeans {

HWY_EXPORT(Assign8);
HWY_EXPORT(Assign16);

void assign_blocks(const float* blocks, std::size_t count, const CentroidTable& centroids,
                   const std::uint8_t* old, std::uint8_t* labels, std::uint64_t* changed, RowsIn where) {
  HWY_DYNAMIC_DISPATCH(Assign8)(blocks, count, centroids, old, labels, changed, where);
}

void assign_blocks(const float* blocks, std::size_t count, const CentroidTable& centroids,
                   const std::uint16_t* old, std::uint16_t* labels, std::uint64_t* changed, RowsIn where) {
  HWY_DYNAMIC_DISPATCH(Assign16)(blocks, count, centroids, old, labels, changed, where);
}

CentroidTable::CentroidTable(std::span<const float> centroids, std::size_t width) : width_(width) {
  for (std::size_t at = 0; at < centroids.size(); at += width) {
    double norm = 0;
    for (std::size_t j = 0; j < width; ++j) {
      const double c = centroids[at + j];
      norm += c * c;
      negated_.push_back(-centroids[at + j]);
    }
    half_norm_.push_back(static_cast<float>(norm / 2));
  }
}

}  // namespace chorus::kmeans
#endif
