// What is suspicious about the songs that were read, in lines for people: records that span lines, values
// beyond any doubt, features that the grid keeps too coarsely.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/features/value_check.hpp"
#include "song_file.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace chorus::jobs {

/// Collective. One line for all records that span lines, and one or two for each feature with odd values.
/// `source`: where the CSV is, to name lines; empty: they are not named. Throws AgreedError as reading the
/// source does.
[[nodiscard]] std::vector<std::string> input_warnings(const comm::Communicator& comm, const SongFile& file,
                                                      const std::filesystem::path& source,
                                                      std::span<const features::ValueCheck> checks);

}  // namespace chorus::jobs
