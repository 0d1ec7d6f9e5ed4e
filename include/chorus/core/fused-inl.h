// Fused multiply-add in float, for kernels that Highway compiles once per target: the product is not rounded,
// the sum is rounded once. Where the CPU has no such instruction it is emulated, for identity, not for speed.
// Included inside foreach_target, hence the guard that toggles.
#if defined(CHORUS_CORE_FUSED_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CHORUS_CORE_FUSED_INL_H_
#undef CHORUS_CORE_FUSED_INL_H_
#else
#define CHORUS_CORE_FUSED_INL_H_
#endif

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace chorus {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if !HWY_NATIVE_FMA
/// a * b + c for half a vector, in double: the product of two floats is exact there, and the sum is rounded
/// to odd, so that rounding it again to float gives what rounding the exact sum once gives (Boldo and
/// Melquiond, "Emulation of FMA and correctly rounded sums", IEEE Trans. Computers 57(4), 2008).
template <class DD, class VD = hn::Vec<DD>>
HWY_INLINE VD SumToOdd(DD dd, VD product, VD c) {
  const hn::RebindToUnsigned<DD> du;
  const VD sum = hn::Add(product, c);
  const VD back = hn::Sub(sum, product);
  const VD error = hn::Add(hn::Sub(product, hn::Sub(sum, back)), hn::Sub(c, back));
  const auto bits = hn::BitCast(du, sum);
  const auto one = hn::Set(du, 1);
  const auto inexact_even =
      hn::AndNot(hn::MaskFromVec(hn::BitCast(dd, hn::VecFromMask(du, hn::Eq(hn::And(bits, one), one)))),
                 hn::Ne(error, hn::Zero(dd)));
  // Towards the error: away from zero if its sign is the sum's, else towards zero.
  const auto same_sign = hn::Eq(hn::ShiftRight<63>(hn::Xor(bits, hn::BitCast(du, error))), hn::Zero(du));
  const auto moved = hn::IfThenElse(same_sign, hn::Add(bits, one), hn::Sub(bits, one));
  return hn::IfThenElse(inexact_even, hn::BitCast(dd, moved), sum);
}
#endif

/// a * b + c, rounded once.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V FusedMulAdd(D d, V a, V b, V c) {
#if HWY_NATIVE_FMA
  (void)d;
  return hn::MulAdd(a, b, c);
#elif HWY_TARGET == HWY_SCALAR
  const hn::Rebind<double, D> dd;
  return hn::DemoteTo(
      d, SumToOdd(dd, hn::Mul(hn::PromoteTo(dd, a), hn::PromoteTo(dd, b)), hn::PromoteTo(dd, c)));
#else
  const hn::Half<D> dh;
  const hn::Rebind<double, decltype(dh)> dd;
  const auto half = [&](auto ha, auto hb, auto hc) {
    return hn::DemoteTo(
        dh, SumToOdd(dd, hn::Mul(hn::PromoteTo(dd, ha), hn::PromoteTo(dd, hb)), hn::PromoteTo(dd, hc)));
  };
  return hn::Combine(d, half(hn::UpperHalf(dh, a), hn::UpperHalf(dh, b), hn::UpperHalf(dh, c)),
                     half(hn::LowerHalf(dh, a), hn::LowerHalf(dh, b), hn::LowerHalf(dh, c)));
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace chorus
HWY_AFTER_NAMESPACE();

#endif
