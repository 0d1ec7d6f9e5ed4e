// A sound file with bytes changed as a fuzzer's input says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace chorus::fuzz {

/// `sound` with bytes changed, put in or taken out: four bytes of `changes` for each change.
inline std::string changed(std::string sound, std::string_view changes) {
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(changes[at]); };
  for (std::size_t i = 0; i + 4 <= changes.size() && !sound.empty(); i += 4) {
    const std::size_t at = (byte(i) * 256U + byte(i + 1)) % sound.size();
    const char value = changes[i + 3];
    switch (byte(i + 2) % 8U) {
      case 0:
        sound.resize(at);
        break;
      case 1:
        sound.insert(at, 1, value);
        break;
      case 2:
        sound.erase(at, byte(i + 3) % 16U);
        break;
      default:
        sound[at] = static_cast<char>(sound[at] ^ value);
    }
  }
  return sound;
}

}  // namespace chorus::fuzz
