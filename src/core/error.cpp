#include "chorus/core/error.hpp"

namespace chorus {

std::string describe(const std::string& problem, const std::string& where, const std::string& advice) {
  std::string text = problem;
  if (!where.empty()) text += " (" + where + ")";
  if (!advice.empty()) text += ": " + advice;
  return text;
}

}  // namespace chorus
