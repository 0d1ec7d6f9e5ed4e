#include "chorus/core/float_environment.hpp"

#include <gtest/gtest.h>

#include <cfenv>
#include <thread>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace chorus {
namespace {

/// As a library does that was built with -ffast-math, where it is loaded.
void flush_denormals() {
#if defined(__x86_64__)
  _mm_setcsr(_mm_getcsr() | 0x8040U);
#elif defined(__aarch64__)
  const unsigned long flush = 1UL << 24U;
  asm volatile("msr fpcr, %0" : : "r"(flush));
#endif
}

double half_of(double of) {
  const volatile double value = of;
  const volatile double half = value * 0.5;  // now, and not when the environment has changed
  return half;
}

TEST(FloatEnvironment, DenormalsAreOn) {
  flush_denormals();
  const double flushed = half_of(0x1p-1022);
  use_exact_floats();
  EXPECT_EQ(flushed, 0) << "the test's own setting has no effect";
  EXPECT_EQ(half_of(0x1p-1022), 0x1p-1023);
  EXPECT_EQ(half_of(0x1p-1072), 0x1p-1073) << "as an input";
  double in_thread = 0;
  std::thread([&] { in_thread = half_of(0x1p-1022); }).join();
  EXPECT_EQ(in_thread, 0x1p-1023);
}

TEST(FloatEnvironment, RoundsToNearest) {
  std::fesetround(FE_UPWARD);
  use_exact_floats();
  volatile double one = 1;
  EXPECT_EQ(one + 0x1p-60, 1);
}

}  // namespace
}  // namespace chorus
