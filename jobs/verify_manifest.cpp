#include "verify_manifest.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/files/results_files.hpp"
#include "chorus/files/verify_files.hpp"
#include "chorus/session/checkpoint_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostNamed = 8;

/// Why there is no manifest.
Error not_finished(const fs::path& folder) {
  std::error_code unknown;
  if (!fs::is_directory(folder, unknown))
    return {Exit::kInput,
            describe("there is no results folder of this name", folder.string(), "check the path")};
  if (session::CheckpointFolder(folder / files::kCheckpoints).exists()) {
    return {Exit::kInput, describe("the results are not finished: a run began and did not end",
                                   folder.string(), "go on with the same command and --resume")};
  }
  if (fs::exists(folder / files::kSummary, unknown)) {
    return {
        Exit::kInput,
        describe("the results have no manifest: their run did not end, or was one of version 0.1.0, which "
                 "wrote none",
                 folder.string(), "make them anew, with --overwrite")};
  }
  return {Exit::kInput, describe("there are no finished results", folder.string(),
                                 "name the folder of a run of `chorus cluster` that ended")};
}

Error files_not_whole(const std::vector<files::DamagedFile>& damaged, const fs::path& folder) {
  std::string names;
  for (std::size_t i = 0; i < std::min(damaged.size(), kMostNamed); ++i)
    names += fmt::format("{}{} {}", i == 0 ? "" : ", ", damaged[i].file, damaged[i].problem);
  if (damaged.size() > kMostNamed) names += fmt::format(", and {} more", damaged.size() - kMostNamed);
  return {Exit::kInput, describe("finished results are not whole: " + names, folder.string(),
                                 "use --overwrite to make them anew, or another folder with -o")};
}

struct Looked {
  files::Manifest manifest;
  std::vector<files::DamagedFile> damaged;
  std::vector<std::string> unlisted;
};

Looked look(const fs::path& folder) {
  Looked looked;
  auto manifest = files::read_manifest(folder);
  if (!manifest) throw not_finished(folder);
  if (!manifest->unfinished.empty()) {
    const std::string& command = manifest->unfinished.front();
    throw Error(Exit::kInput, describe("`chorus " + command + "` began to change the results and did not end",
                                       folder.string(), "run it again"));
  }
  looked.damaged = files::damaged_files(*manifest, folder);
  looked.unlisted = files::unlisted_files(*manifest, folder);
  looked.manifest = *std::move(manifest);
  return looked;
}

}  // namespace

files::Manifest verify_manifest(const comm::Communicator& comm, const fs::path& folder,
                                const Console& console) {
  Looked looked = comm::agree_on(comm, [&] { return comm.is_root() ? look(folder) : Looked(); });
  for (const files::DamagedFile& one : looked.damaged)
    console.say(fmt::format("damaged     {} {}", one.file, one.problem));
  for (const std::string& name : looked.unlisted)
    console.say(
        fmt::format("not listed  {}: no command of chorus put it there, and it is not checked", name));
  comm::agree_on(comm, [&] {
    if (!looked.damaged.empty()) throw files_not_whole(looked.damaged, folder);
  });
  return std::move(looked.manifest);
}

}  // namespace chorus::jobs
