#include "chorus/core/simd.hpp"

#include "chorus/core/error.hpp"

#include <hwy/highway.h>
#include <hwy/targets.h>

namespace chorus {
namespace {

/// Targets compiled in and supported here, as bits; a lower bit is a better target.
std::int64_t available() {
  return hwy::SupportedTargets() & HWY_TARGETS;
}

std::vector<std::int64_t> available_bits() {
  std::vector<std::int64_t> bits;
  for (int i = 0; i < 63; ++i) {
    if ((available() >> i & 1) != 0) bits.push_back(std::int64_t{1} << i);
  }
  return bits;
}

}  // namespace

std::string simd_target() {
  const auto bits = available_bits();
  return bits.empty() ? "none" : hwy::TargetName(bits.front());
}

std::vector<std::string> simd_targets() {
  std::vector<std::string> names;
  for (const std::int64_t bit : available_bits()) names.emplace_back(hwy::TargetName(bit));
  return names;
}

void use_simd_target(const std::string& name) {
  hwy::SetSupportedTargetsForTest(0);
  if (name == "auto") return;
  std::string known;
  for (const std::int64_t bit : available_bits()) {
    if (name == hwy::TargetName(bit)) {
      hwy::SetSupportedTargetsForTest(bit);
      return;
    }
    known += std::string(known.empty() ? "" : ", ") + hwy::TargetName(bit);
  }
  throw Error(Exit::kInput,
              describe("unknown vector target '" + name + "'", "--simd", "one of auto, " + known));
}

}  // namespace chorus
