// How a reader refuses: bad input, in one line that names the file.
#pragma once

#include "chorus/core/error.hpp"
#include "fuzz/law.hpp"

#include <string_view>

namespace chorus::fuzz {

inline void require_refusal(const Error& error, std::string_view file) {
  const std::string_view text = error.what();
  require(error.status() == Exit::kInput, "what is damaged is bad input");
  require(text.find('\n') == std::string_view::npos, "an error of one line");
  require(text.find(file) != std::string_view::npos, "an error that names the file");
}

}  // namespace chorus::fuzz
