// What an earlier run left in the results folder, and how it makes room for the new one's files.
#pragma once

#include "chorus/files/manifest.hpp"
#include "cluster_steps.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace chorus::jobs {

/// Local, on rank 0, just before the first of the new files appears: the earlier results were whole until
/// now. Their manifest is set aside (.chorus-earlier.json) and their summary removed, so that the folder no
/// longer says that it is finished; their files stay until each is replaced. Throws Error(kIo).
void set_earlier_results_aside(const std::filesystem::path& folder);

/// Collective, when the new files are whole. Of the files that the manifest set aside lists, those that this
/// run has not `written` are removed, and no others. One that was changed since stays, and so does an input
/// of this run; both are said, and so are results without a manifest, of which nothing can be told. Returns,
/// on rank 0, the files of scaling studies, which are about the machine: they stay, and stay listed. Throws
/// AgreedError(kIo).
[[nodiscard]] std::vector<files::ListedFile> clear_earlier_results(const Job& job,
                                                                   const std::vector<std::string>& written);

/// Local. The folder's manifest that was set aside is done with.
void forget_earlier_results(const std::filesystem::path& folder);

}  // namespace chorus::jobs
