#include "chorus/kmeans/distance_kernel.hpp"

#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kmeans/distance_kernel.cpp"
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

using Doubles = hn::CappedTag<double, kLanes>;
using Floats = hn::Rebind<float, Doubles>;  // half a register: as many floats as a register has doubles
using Whole = hn::CappedTag<float, kLanes>;
using Units = hn::RebindToSigned<Doubles>;

/// ceil(distance * factor) as integers, by adding 2^52 * 1.5 whose low bits then hold the integer.
HWY_INLINE hn::Vec<Units> Weights(hn::Vec<Floats> distance, hn::Vec<Doubles> factor) {
  const Doubles dd;
  const Units du;
  const auto magic = hn::Set(dd, 0x1.8p52);
  const auto whole = hn::Ceil(hn::Mul(hn::PromoteTo(dd, distance), factor));
  return hn::Sub(hn::BitCast(du, hn::Add(whole, magic)), hn::BitCast(du, magic));
}

template <class D>
HWY_INLINE hn::Vec<D> SquaredDistance(D d, const float* HWY_RESTRICT x, std::size_t width,
                                      const float* HWY_RESTRICT point) {
  auto sum = hn::Zero(d);
  for (std::size_t j = 0; j < width; ++j) {
    const auto e = hn::Sub(hn::Load(d, x + j * kLanes), hn::Set(d, point[j]));
    sum = FusedMulAdd(d, e, e, sum);
  }
  return sum;
}

HWY_INLINE std::int64_t Sum(hn::Vec<Units> units) {
  const Units du;
  return hn::GetLane(hn::SumOfLanes(du, units));
}

/// The weights of the distances in `from` (kLanes of them), added into `total`.
HWY_INLINE hn::Vec<Units> AddWeights(const float* HWY_RESTRICT from, hn::Vec<Doubles> factor,
                                     hn::Vec<Units> total) {
  const Floats df;
  for (std::size_t l = 0; l < kLanes; l += hn::Lanes(df))
    total = hn::Add(total, Weights(hn::Load(df, from + l), factor));
  return total;
}

std::int64_t BringNearer(const float* blocks, std::size_t count, std::size_t width, const float* point,
                         double factor, float* distances) {
  const Whole dw;
  const auto scale = hn::Set(Doubles(), factor);
  auto total = hn::Zero(Units());
  for (std::size_t b = 0; b < count; ++b) {
    const float* x = blocks + b * kLanes * width;
    float* HWY_RESTRICT nearest = distances + b * kLanes;
    for (std::size_t l = 0; l < kLanes; l += hn::Lanes(dw)) {
      hn::Store(hn::Min(hn::Load(dw, nearest + l), SquaredDistance(dw, x + l, width, point)), dw,
                nearest + l);
    }
    total = AddWeights(nearest, scale, total);
  }
  return Sum(total);
}

void WeighPoints(const float* blocks, std::size_t count, std::size_t width, const float* points,
                 std::size_t number, double factor, const float* distances, std::int64_t* sums) {
  const Whole dw;
  const auto scale = hn::Set(Doubles(), factor);
  HWY_ALIGN float lowered[kLanes];
  for (std::size_t p = 0; p < number; ++p) {
    auto total = hn::Zero(Units());
    for (std::size_t b = 0; b < count; ++b) {
      const float* x = blocks + b * kLanes * width;
      for (std::size_t l = 0; l < kLanes; l += hn::Lanes(dw)) {
        const auto there = hn::Load(dw, distances + b * kLanes + l);
        hn::Store(hn::Min(there, SquaredDistance(dw, x + l, width, points + p * width)), dw, lowered + l);
      }
      total = AddWeights(lowered, scale, total);
    }
    sums[p] += Sum(total);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace chorus::kmeans
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chorus::kmeans {

HWY_EXPORT(BringNearer);
HWY_EXPORT(WeighPoints);

std::int64_t WeightScale::weight(float distance) const {
  return static_cast<std::int64_t>(std::ceil(static_cast<double>(distance) * factor));
}

std::int64_t bring_nearer(const float* blocks, std::size_t count, std::size_t width, const float* point,
                          WeightScale scale, float* distances) {
  return HWY_DYNAMIC_DISPATCH(BringNearer)(blocks, count, width, point, scale.factor, distances);
}

void weigh_points(const float* blocks, std::size_t count, std::size_t width, const float* points,
                  std::size_t number, WeightScale scale, const float* distances, std::int64_t* sums) {
  HWY_DYNAMIC_DISPATCH(WeighPoints)(blocks, count, width, points, number, scale.factor, distances, sums);
}

}  // namespace chorus::kmeans
#endif
