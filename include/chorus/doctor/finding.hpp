// What a check of the allocation found.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::doctor {

enum class Verdict : std::uint8_t { kOk, kWarning, kProblem };
/// "ok", "warning", "problem".
[[nodiscard]] std::string_view verdict_name(Verdict verdict);

struct Finding {
  Verdict verdict = Verdict::kOk;
  std::string check;   ///< what was looked at, in a word or two
  std::string says;    ///< what was found, with its numbers
  std::string advice;  ///< what to do; empty where all is well
};

using Findings = std::vector<Finding>;

[[nodiscard]] bool any_problem(const Findings& findings);

}  // namespace chorus::doctor
