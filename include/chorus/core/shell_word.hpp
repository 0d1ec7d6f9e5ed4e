// Commands that are suggested or written for a shell.
#pragma once

#include <string>
#include <string_view>

namespace chorus {

/// `word` so that a shell reads exactly these bytes as one word: as it is where it holds letters, digits and
/// _ - . / , : = @ % + alone (a leading ~ or = is no such case), else in single quotes. Where it holds what a
/// terminal would not show (shown_text.hpp), as $'...' with octal escapes, which bash, zsh and POSIX of 2024
/// read. Local.
[[nodiscard]] std::string shell_quoted(std::string_view word);

}  // namespace chorus
