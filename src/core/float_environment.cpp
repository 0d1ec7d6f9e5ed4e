#include "chorus/core/float_environment.hpp"

#include <cfenv>
#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace chorus {

void use_exact_floats() {
  std::fesetenv(FE_DFL_ENV);
#if defined(__x86_64__)
  constexpr unsigned kDefault = 0x1F80;  // all exceptions masked; neither FTZ nor DAZ
  _mm_setcsr(kDefault);
#elif defined(__aarch64__)
  const unsigned long fpcr = 0;
  asm volatile("msr fpcr, %0" : : "r"(fpcr));
#endif
}

}  // namespace chorus
