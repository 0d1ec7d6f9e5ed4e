// Which vector instructions the kernels use. Results are the same for every choice.
#pragma once

#include <string>
#include <vector>

namespace chorus {

/// The dispatch target in use, e.g. "AVX3" (Highway's names).
[[nodiscard]] std::string simd_target();

/// The targets that this binary has and this CPU runs, best first.
[[nodiscard]] std::vector<std::string> simd_targets();

/// Restricts dispatch to one of simd_targets(), or "auto". Before the first kernel runs; for tests and for
/// finding out what a vector width is worth. Throws Error(kInput) for another name.
void use_simd_target(const std::string& name);

}  // namespace chorus
