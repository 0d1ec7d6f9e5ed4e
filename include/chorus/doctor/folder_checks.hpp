// Whether a folder serves a job's results: writable, the same on all hosts, with locks that HDF5 can take.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/doctor/finding.hpp"
#include "chorus/doctor/rank_facts.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace chorus::doctor {

/// Collective. Tries the folder with files of its own, and leaves it as it was: a folder that is not there is
/// made, and removed again. Rank 0 writes a file, and the first rank of every other host must see it; then
/// the other way round. Waits a few seconds for network file systems that show new files late.
[[nodiscard]] Findings check_folder(const comm::Communicator& comm, const std::vector<RankFacts>& facts,
                                    const std::filesystem::path& folder, const Variable& variable);

/// The lock that HDF5 takes when it opens a file (flock), on `file`, made if it is not there: 0, or the error
/// number. Local.
[[nodiscard]] int probe_lock(const std::filesystem::path& file);

/// Judges what probe_lock answered. `setting` is HDF5_USE_FILE_LOCKING. Local.
[[nodiscard]] Finding check_lock(int error, const std::string& setting, const std::string& where);

}  // namespace chorus::doctor
