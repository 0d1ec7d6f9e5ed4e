// How Chorus writes JSON: indented by one, but a list of numbers or texts on one line; numbers so that they
// read back as the same double; bytes that are no UTF-8 replaced.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace chorus::model {

enum class Letters : std::uint8_t {
  kAsTheyAre,
  kAscii,  ///< others as \u escapes, so that nothing can steer a terminal
};

/// Ends in a line feed. Local.
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& value,
                                    Letters letters = Letters::kAsTheyAre);

}  // namespace chorus::model
