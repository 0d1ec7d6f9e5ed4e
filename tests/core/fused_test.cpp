// The fused multiply-add of every vector target, above all of those that emulate it: the crafted sums stand
// so near to the middle between two floats that rounding them to double first, and then to float, gives the
// wrong one.
#include "chorus/core/simd.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/fused_test.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "chorus/core/fused-inl.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace chorus::fused_test {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// results = a * b + c. @pre count is a multiple of any vector's lanes
void MulAddAll(const float* a, const float* b, const float* c, std::size_t count, float* results) {
  const hn::ScalableTag<float> d;
  for (std::size_t i = 0; i < count; i += hn::Lanes(d)) {
    hn::StoreU(
        chorus::HWY_NAMESPACE::FusedMulAdd(d, hn::LoadU(d, a + i), hn::LoadU(d, b + i), hn::LoadU(d, c + i)),
        d, results + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace chorus::fused_test
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chorus::fused_test {

HWY_EXPORT(MulAddAll);

namespace {

constexpr std::size_t kMostLanes = 64;

struct Sums {
  std::vector<float> a, b, c;
  void add(float x, float y, float z) {
    a.push_back(x);
    b.push_back(y);
    c.push_back(z);
  }
  void fill() {
    while (a.size() % kMostLanes != 0) add(1, 1, 1);
  }
};

/// The inverse of an odd number modulo 2^64.
std::uint64_t inverse(std::uint64_t odd) {
  std::uint64_t x = odd;
  for (int i = 0; i < 6; ++i) x *= 2 - odd * x;
  return x;
}

/// a * b = q * 2^(s-1) + r with q odd and r = 1 or -1, and c a multiple of 2^s of 24 bits: the sum lies by 1
/// beside the middle between two floats 2^s apart, and a double keeps nothing of that 1.
Sums near_the_middle() {
  Sums sums;
  std::mt19937_64 generator(5);
  while (sums.a.size() < 4000) {
    const int s = 31 + static_cast<int>(generator() % 6);
    const std::uint64_t modulus = std::uint64_t{1} << (s - 1);
    const std::uint64_t a = (generator() % (1U << 23U)) | (1U << 23U) | 1U;
    const bool above = generator() % 2 == 0;
    const std::uint64_t b = (above ? inverse(a) : 0 - inverse(a)) % modulus;
    if (b >= (1U << 24U)) continue;
    const std::uint64_t q = (a * b + (above ? 0 : 1)) / modulus;
    if (q % 2 == 0) continue;
    const std::uint64_t m = (generator() % (1U << 22U)) | (1U << 23U);
    const float sign = generator() % 2 == 0 ? 1.0F : -1.0F;
    const int shift = static_cast<int>(generator() % 40) - 80;
    sums.add(sign * std::ldexp(static_cast<float>(a), shift), static_cast<float>(b),
             sign * std::ldexp(static_cast<float>(m), s + shift));
  }
  sums.fill();
  return sums;
}

/// Whatever comes: also where the sum cancels, and where one of the two is far smaller.
Sums any_sums() {
  Sums sums;
  std::mt19937_64 generator(6);
  const auto draw = [&](int spread) {
    const auto mantissa = static_cast<float>((generator() % (1U << 23U)) | (1U << 23U));
    const float sign = generator() % 2 == 0 ? 1.0F : -1.0F;
    return sign * std::ldexp(mantissa, static_cast<int>(generator() % static_cast<unsigned>(spread)) - 40);
  };
  for (int i = 0; i < 50000; ++i) sums.add(draw(20), draw(20), draw(60));
  for (int i = 0; i < 10000; ++i) {
    const float a = draw(10);
    const float b = draw(10);
    sums.add(a, b, -(a * b));
  }
  for (const float zero : {0.0F, -0.0F}) {
    sums.add(zero, 3, 2);
    sums.add(zero, 3, zero);
    sums.add(2, 3, zero);
  }
  sums.fill();
  return sums;
}

class Fused : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { use_simd_target(GetParam()); }
  void TearDown() override { use_simd_target("auto"); }

  static void expect_rounded_once(const Sums& sums) {
    std::vector<float> results(sums.a.size());
    HWY_DYNAMIC_DISPATCH(MulAddAll)
    (sums.a.data(), sums.b.data(), sums.c.data(), sums.a.size(), results.data());
    int wrong = 0;
    for (std::size_t i = 0; i < results.size(); ++i)
      wrong += results[i] == std::fma(sums.a[i], sums.b[i], sums.c[i]) ? 0 : 1;
    EXPECT_EQ(wrong, 0) << "of " << results.size();
  }
};

TEST_P(Fused, RoundsOnceBesideTheMiddle) {
  const Sums sums = near_the_middle();
  // What the cases are for: rounding to double first is wrong in half of them.
  int twice_rounded = 0;
  for (std::size_t i = 0; i < sums.a.size(); ++i) {
    const double sum = static_cast<double>(sums.a[i]) * sums.b[i] + sums.c[i];
    twice_rounded += static_cast<float>(sum) == std::fma(sums.a[i], sums.b[i], sums.c[i]) ? 0 : 1;
  }
  EXPECT_GT(twice_rounded, 1000);
  expect_rounded_once(sums);
}

TEST_P(Fused, RoundsOnceAnywhere) {
  expect_rounded_once(any_sums());
}

INSTANTIATE_TEST_SUITE_P(Targets, Fused, testing::ValuesIn(simd_targets()),
                         [](const auto& target) { return target.param; });

}  // namespace
}  // namespace chorus::fused_test
#endif
