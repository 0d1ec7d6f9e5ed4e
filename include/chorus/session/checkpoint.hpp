// A checkpoint: the state of a long job, of which this room knows nothing but that it is bytes, and whose run
// it belongs to. Local.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace chorus::session {

/// What makes a run the one it is: names and values of whatever decides its result (program, options, input).
using Identity = std::map<std::string, std::string>;

/// How the file of a checkpoint begins.
inline constexpr std::string_view kCheckpointMagic = "chorusck";

struct Checkpoint {
  std::uint64_t number = 0;  ///< counts up over all runs in a folder
  Identity identity;
  std::string state;
};

/// The file, all numbers little-endian: the 8 bytes "chorusck"; the format version, uint32 = 2; the size of
/// what follows up to the hash, uint64; number, uint64; the entries of the identity, their number first, each
/// two texts; the state, a text; the XXH3-128 of everything before it (16 bytes, canonical order). A text is
/// its length (uint64) and its bytes.
[[nodiscard]] std::string to_bytes(const Checkpoint& checkpoint);

/// What to_bytes was given. Nothing is believed before the checksum agreed. Throws Error(kInput), with the
/// reason, for anything but what to_bytes wrote; `where` is for the message.
[[nodiscard]] Checkpoint read_checkpoint(std::string_view bytes, const std::string& where);

/// The first entry of `wanted` that `found` has otherwise, in words ("seed is 1 there and 2 here"), or
/// nothing. What only `found` has does not count: a run may not know all of itself yet.
[[nodiscard]] std::optional<std::string> difference(const Identity& found, const Identity& wanted);

}  // namespace chorus::session
