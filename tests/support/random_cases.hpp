// How many random cases a law is tried with.
#pragma once

#include <cstdlib>

namespace chorus::test {

/// `all`; a tenth of them where AddressSanitizer makes each slow, unless CHORUS_TEST_CASES=all asks for all.
[[nodiscard]] inline int random_cases(int all) {
#ifdef __SANITIZE_ADDRESS__
  const char* asked =
      std::getenv("CHORUS_TEST_CASES");  // NOLINT(concurrency-mt-unsafe): no thread changes it
  if (asked == nullptr) return all / 10;
#endif
  return all;
}

}  // namespace chorus::test
