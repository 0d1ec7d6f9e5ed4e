// How many random cases a law is tried with.
#pragma once

#include <cstdlib>

#if defined(__SANITIZE_ADDRESS__)  // GCC
#define CHORUS_SANITIZED
#elif defined(__has_feature)  // clang
#if __has_feature(address_sanitizer)
#define CHORUS_SANITIZED
#endif
#endif

namespace chorus::test {

/// `all`; a tenth of them where AddressSanitizer makes each slow, unless CHORUS_TEST_CASES=all asks for all.
[[nodiscard]] inline int random_cases(int all) {
#ifdef CHORUS_SANITIZED
  const char* asked =
      std::getenv("CHORUS_TEST_CASES");  // NOLINT(concurrency-mt-unsafe): no thread changes it
  if (asked == nullptr) return all / 10;
#endif
  return all;
}

/// Of cases that follow one another, each how many-th is tried: 1, or 10 where random_cases() tries a tenth.
[[nodiscard]] inline int every_how_many() {
  return 10 / random_cases(10);
}

}  // namespace chorus::test
