// The manifest of a run: the last file that it writes, and the first that is looked at afterwards.
#pragma once

#include "chorus/files/manifest.hpp"
#include "cluster_steps.hpp"

#include <map>
#include <string>
#include <vector>

namespace chorus::jobs {

/// 32 hex digits that stand for all that decides a result.
[[nodiscard]] std::string identity_hash(const std::map<std::string, std::string>& identity);

/// Collective. Rank 0 hashes the files that the run has `written` into the results folder and writes the
/// manifest; `stay` are files of other commands that remain listed. Throws AgreedError(kIo).
void write_run_manifest(const Job& job, const model::RunResult& result,
                        const std::vector<std::string>& written, std::vector<files::ListedFile> stay);

}  // namespace chorus::jobs
