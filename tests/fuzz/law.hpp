// How a fuzz target says that a law is broken.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace chorus::fuzz {

/// Ends the process, so that libFuzzer keeps the input, unless `law` holds.
inline void require(bool law, const char* what) {
  if (law) return;
  std::fprintf(stderr, "broken law: %s\n", what);
  std::abort();
}

}  // namespace chorus::fuzz
