#include "chorus/synthetic/normal_quantile.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

namespace chorus::synthetic {
namespace {

TEST(NormalQuantile, InvertsTheDistribution) {
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const auto bits = static_cast<std::uint32_t>(i * 42949 + i * i % 40'000);
    const double z = normal_quantile(bits);
    const double exact = (bits + 0.5) * 0x1p-32;
    const double p = exact < 0.5 ? exact : 1 - exact;
    const double found = std::erfc(std::abs(z) / std::sqrt(2.0)) / 2;
    // A step of z moves the tail's probability by a factor of exp(-z step).
    ASSERT_NEAR(found / p, 1, 0.004 * (1 + std::abs(z))) << bits;
    ASSERT_EQ(z < 0, exact < 0.5) << bits;
  }
}

TEST(NormalQuantile, RisesAndIsSymmetric) {
  constexpr std::uint32_t kLast = std::numeric_limits<std::uint32_t>::max();
  double before = normal_quantile(0) - 1;
  for (std::uint64_t bits = 0; bits <= kLast; bits += 65'537) {
    const double z = normal_quantile(static_cast<std::uint32_t>(bits));
    ASSERT_GT(z, before);
    ASSERT_EQ(normal_quantile(kLast - static_cast<std::uint32_t>(bits)), -z);
    before = z;
  }
  EXPECT_NEAR(normal_quantile(0), -6.338, 0.001);
  EXPECT_NEAR(normal_quantile(kLast), 6.338, 0.001);
}

}  // namespace
}  // namespace chorus::synthetic
