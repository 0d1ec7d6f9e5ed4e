// The folder of a run's results: made ready before any work, filled file by file, each whole or not at all.
#pragma once

#include "chorus/comm/communicator.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::jobs {

enum class Existing : std::uint8_t { kRefuse, kReplace };

/// Collective. Rank 0 makes the folder, and refuses one that holds anything unless it may be replaced; tries
/// that a file can be written there. Throws AgreedError: kInput for a folder in use, kIo otherwise.
void prepare_folder(const comm::Communicator& comm, const std::filesystem::path& folder, Existing existing);

/// Collective. Rank 0 writes the file; all ranks learn whether it worked. Throws AgreedError(kIo).
void write_result(const comm::Communicator& comm, const std::filesystem::path& path, std::string_view bytes);

}  // namespace chorus::jobs
