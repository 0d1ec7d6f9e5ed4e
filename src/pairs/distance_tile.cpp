// Two data rows are measured at a time against four vectors of sampled rows, so that a load of sampled
// coordinates serves two rows; the square root is what bounds the loop on current CPUs.
#include "chorus/pairs/distance_tile.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "pairs/distance_tile.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "chorus/core/fused-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace chorus::pairs {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using chorus::HWY_NAMESPACE::FusedMulAdd;
using features::kLanes;

using Floats = hn::CappedTag<float, kLanes>;
using Ints = hn::RebindToSigned<Floats>;
using Longs = hn::CappedTag<std::int64_t, kLanes>;
using HalfInts = hn::Rebind<std::int32_t, Longs>;

/// Measures V vectors of sampled rows against R data rows.
template <int R, int V>
HWY_INLINE void Measure(const float* HWY_RESTRICT sampled, const float* HWY_RESTRICT data, std::size_t width,
                        hn::Vec<Floats> factor, std::int32_t* HWY_RESTRICT out) {
  const Floats df;
  const Ints di;
  const std::size_t lanes = hn::Lanes(df);
  hn::Vec<Floats> sum[R][V];
  for (auto& row : sum) {
    for (auto& vector : row) vector = hn::Zero(df);
  }
  for (std::size_t j = 0; j < width; ++j) {
    hn::Vec<Floats> s[V];
    for (int v = 0; v < V; ++v)
      s[v] = hn::Load(df, sampled + j * kLanes + static_cast<std::size_t>(v) * lanes);
    for (int r = 0; r < R; ++r) {
      const auto x = hn::Set(df, data[j * kLanes + static_cast<std::size_t>(r)]);
      for (int v = 0; v < V; ++v) {
        const auto e = hn::Sub(s[v], x);
        sum[r][v] = FusedMulAdd(df, e, e, sum[r][v]);
      }
    }
  }
  for (int r = 0; r < R; ++r) {
    for (int v = 0; v < V; ++v) {
      const auto units = hn::NearestInt(hn::Mul(hn::Sqrt(sum[r][v]), factor));
      hn::Store(units, di, out + static_cast<std::size_t>(r) * kLanes + static_cast<std::size_t>(v) * lanes);
    }
  }
}

void MeasureTile(const float* sampled, const float* data, std::size_t rows, std::size_t width, float factor,
                 std::int32_t* tile) {
  const Floats df;
  const auto scale = hn::Set(df, factor);
  const std::size_t lanes = hn::Lanes(df);
  constexpr int kVectors = 4;
  const std::size_t step = lanes * kVectors <= kLanes ? lanes * kVectors : lanes;
  for (std::size_t s = 0; s < kLanes; s += step) {
    std::size_t r = 0;
    for (; r + 2 <= rows; r += 2) {
      if (step == lanes) {
        Measure<2, 1>(sampled + s, data + r, width, scale, tile + r * kLanes + s);
      } else {
        Measure<2, kVectors>(sampled + s, data + r, width, scale, tile + r * kLanes + s);
      }
    }
    if (r < rows) {
      if (step == lanes) {
        Measure<1, 1>(sampled + s, data + r, width, scale, tile + r * kLanes + s);
      } else {
        Measure<1, kVectors>(sampled + s, data + r, width, scale, tile + r * kLanes + s);
      }
    }
  }
}

/// V vectors of lanes from `lane` on: a run is summed in registers, then widened and added to the totals.
template <int V>
HWY_INLINE void AddLanes(const std::int32_t* HWY_RESTRICT tile, const LabelRuns& runs, std::size_t lane,
                         std::int64_t* HWY_RESTRICT totals) {
  const Ints di;
  const HalfInts dh;
  const Longs dl;
  const std::size_t lanes = hn::Lanes(di);
  HWY_ALIGN std::int32_t sums[kLanes];
  for (const LabelRuns::Run& run : runs.runs) {
    hn::Vec<Ints> sum[V];
    for (int v = 0; v < V; ++v) sum[v] = hn::Zero(di);
    for (std::size_t i = run.begin; i < run.end; ++i) {
      const std::int32_t* row = tile + runs.order[i] * kLanes + lane;
      for (int v = 0; v < V; ++v)
        sum[v] = hn::Add(sum[v], hn::Load(di, row + static_cast<std::size_t>(v) * lanes));
    }
    for (int v = 0; v < V; ++v) hn::Store(sum[v], di, sums + static_cast<std::size_t>(v) * lanes);
    std::int64_t* into = totals + run.cluster * kLanes + lane;
    for (std::size_t i = 0; i < V * lanes; i += hn::Lanes(dl)) {
      hn::Store(hn::Add(hn::Load(dl, into + i), hn::PromoteTo(dl, hn::Load(dh, sums + i))), dl, into + i);
    }
  }
}

void AddRuns(const std::int32_t* tile, const LabelRuns& runs, std::int64_t* totals) {
  constexpr int kVectors = 4;
  const std::size_t lanes = hn::Lanes(Ints());
  std::size_t lane = 0;
  for (; lane + kVectors * lanes <= kLanes; lane += kVectors * lanes)
    AddLanes<kVectors>(tile, runs, lane, totals);
  for (; lane < kLanes; lane += lanes) AddLanes<1>(tile, runs, lane, totals);
}

}  // namespace HWY_NAMESPACE
}  // namespace chorus::pairs
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chorus::pairs {

HWY_EXPORT(MeasureTile);
HWY_EXPORT(AddRuns);

DistanceUnits::DistanceUnits(double squared_bound)
    : factor(static_cast<float>(0x1p24 / power_of_two_above(std::sqrt(squared_bound)))),
      unit(power_of_two_above(std::sqrt(squared_bound)) * 0x1p-24) {}

void measure_tile(const float* sampled, const float* data, std::size_t rows, std::size_t width,
                  DistanceUnits units, Tile& tile) {
  HWY_DYNAMIC_DISPATCH(MeasureTile)(sampled, data, rows, width, units.factor, &tile[0][0]);
}

void add_runs(const Tile& tile, const LabelRuns& runs, std::int64_t* totals) {
  HWY_DYNAMIC_DISPATCH(AddRuns)(&tile[0][0], runs, totals);
}

void LabelRuns::sort(std::span<const std::uint16_t> labels) {
  order.resize(labels.size());
  std::iota(order.begin(), order.end(), std::uint8_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint8_t a, std::uint8_t b) { return labels[a] < labels[b]; });
  runs.clear();
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint16_t cluster = labels[order[i]];
    const auto at = static_cast<std::uint16_t>(i);
    if (runs.empty() || runs.back().cluster != cluster) runs.push_back({cluster, at, at});
    runs.back().end = static_cast<std::uint16_t>(at + 1);
  }
}

}  // namespace chorus::pairs
#endif
