// The folder of a run's results: made ready before any work, filled file by file, each whole or not at all.
#pragma once

#include "chorus/comm/communicator.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::jobs {

/// What may be in the folder beside a run's own ".chorus-" files: nothing; anything; or nothing but what a
/// run that was killed at once leaves behind.
enum class Existing : std::uint8_t { kRefuse, kReplace, kResume };

/// Local. The nearest of the path and the folders above it that is there, whatever it is.
[[nodiscard]] std::filesystem::path nearest_existing(const std::filesystem::path& path);

/// Local, for rank 0. Makes the folder if need be. Throws Error(kIo).
void make_folder(const std::filesystem::path& folder);

/// Local, for rank 0. Refuses a folder that holds what `existing` does not allow, and one that could not be
/// made; changes nothing. Throws Error: kInput for a folder in use, kIo otherwise.
void require_usable(const std::filesystem::path& folder, Existing existing);

/// Local, for rank 0. Makes the folder, and refuses one that holds what `existing` does not allow. Tries that
/// a file can be written there. Throws Error: kInput for a folder in use, kIo otherwise.
void prepare_folder(const std::filesystem::path& folder, Existing existing);

/// Collective. Rank 0 writes the file; all ranks learn whether it worked. Throws AgreedError(kIo).
void write_result(const comm::Communicator& comm, const std::filesystem::path& path, std::string_view bytes);

}  // namespace chorus::jobs
