// How many songs an input holds, without reading all of it.
#pragma once

#include "chorus/comm/communicator.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace chorus::jobs {

struct SongCount {
  std::int64_t rows = 0;
  std::size_t width = 10;  ///< features; a CSV's are taken to be the ten audio features
  bool exact = false;      ///< a catalogue knows; a CSV's records are estimated from its first MiB
};

/// Collective. Throws AgreedError where the input cannot be read, is empty or a damaged catalogue.
[[nodiscard]] SongCount count_songs(const comm::Communicator& comm, const std::filesystem::path& input);

}  // namespace chorus::jobs
