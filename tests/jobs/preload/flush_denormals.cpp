// Takes denormal numbers for zero in the process that loads it, as crtfastmath.o of GCC does in every library
// that was linked with -ffast-math.
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace {

[[gnu::constructor]] void flush_denormals() {
#if defined(__x86_64__)
  _mm_setcsr(_mm_getcsr() | 0x8040U);
#elif defined(__aarch64__)
  const unsigned long flush = 1UL << 24U;
  asm volatile("msr fpcr, %0" : : "r"(flush));
#endif
}

}  // namespace
