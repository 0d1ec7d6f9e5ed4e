// Lengths of time as a user writes them: 90s, 5m, 2h, 1d, or a number of seconds. Local.
#pragma once

#include <string>

namespace chorus::session {

/// Seconds; "0" in any unit is 0. Parts may follow one another, as in 1h30m. Throws Error(kInput) naming
/// `option` for anything else, and for more than ten years.
[[nodiscard]] double parse_duration(const std::string& text, const std::string& option);

/// "45 s", "5 min", "2 h 30 min": for people.
[[nodiscard]] std::string duration_text(double seconds);

}  // namespace chorus::session
