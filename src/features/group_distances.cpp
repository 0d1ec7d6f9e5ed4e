#include "chorus/features/group_distances.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "features/group_distances.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "chorus/core/fused-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace chorus::features {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;
using chorus::HWY_NAMESPACE::FusedMulAdd;

void Distances(const float* HWY_RESTRICT block, std::size_t width, const std::int32_t* HWY_RESTRICT group,
               const float* HWY_RESTRICT points, float* HWY_RESTRICT squares) {
  const hn::CappedTag<float, kLanes> df;
  const hn::RebindToSigned<decltype(df)> di;
  for (std::size_t l = 0; l < kLanes; l += hn::Lanes(df)) {
    const auto own = hn::Mul(hn::LoadU(di, group + l), hn::Set(di, static_cast<std::int32_t>(width)));
    auto sum = hn::Zero(df);
    for (std::size_t j = 0; j < width; ++j) {
      const auto e = hn::Sub(hn::LoadU(df, block + j * kLanes + l), hn::GatherIndex(df, points + j, own));
      sum = FusedMulAdd(df, e, e, sum);
    }
    hn::StoreU(sum, df, squares + l);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace chorus::features
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chorus::features {

HWY_EXPORT(Distances);

void group_distances(const float* block, std::size_t width, const std::int32_t* group, const float* points,
                     float* squares) {
  HWY_DYNAMIC_DISPATCH(Distances)(block, width, group, points, squares);
}

}  // namespace chorus::features
#endif
