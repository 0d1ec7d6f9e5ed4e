#include "results_folder.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/list_folder.hpp"
#include "chorus/files/whole_file.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string_view>
#include <system_error>

namespace chorus::jobs {

namespace fs = std::filesystem;

namespace {

Error cannot_look(const fs::path& folder, const std::error_code& failure) {
  return {Exit::kIo, describe("cannot look into the results folder: " + failure.message(), folder.string(),
                              "check its permissions")};
}

Error cannot_make(const fs::path& folder, const std::error_code& failure) {
  return {Exit::kIo, describe("cannot make the results folder: " + failure.message(), folder.string(),
                              "choose another with -o")};
}

/// An entry that is in the way, if there is one.
std::optional<fs::path> stranger(const fs::path& folder, Existing existing) {
  if (existing == Existing::kReplace) return std::nullopt;
  std::error_code failure;
  for (const std::string& name : list_folder(folder, failure)) {
    if (name.starts_with(".chorus-")) continue;
    const bool begun_at_most = name == "checkpoint" && fs::is_directory(folder / name, failure) &&
                               fs::is_empty(folder / name, failure);
    if (existing == Existing::kRefuse || !begun_at_most) return folder / name;
  }
  if (failure) throw cannot_look(folder, failure);
  return std::nullopt;
}

}  // namespace

fs::path nearest_existing(const fs::path& path) {
  std::error_code unknown;
  fs::path nearest = fs::absolute(path, unknown);
  while (nearest.has_relative_path() && !fs::exists(nearest, unknown)) nearest = nearest.parent_path();
  return nearest;
}

void make_folder(const fs::path& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure || !fs::is_directory(folder, failure)) throw cannot_make(folder, failure);
}

void require_usable(const fs::path& folder, Existing existing) {
  std::error_code unknown;
  if (fs::symlink_status(folder, unknown).type() == fs::file_type::not_found) {
    const fs::path above = nearest_existing(folder);
    if (fs::is_directory(above, unknown) && ::access(above.c_str(), W_OK | X_OK) == 0) return;
    const int failure = fs::is_directory(above, unknown) ? errno : ENOTDIR;
    throw cannot_make(folder, std::error_code(failure, std::generic_category()));
  }
  if (const auto found = stranger(folder, existing)) {
    if (existing == Existing::kResume) {
      throw Error(Exit::kInput,
                  describe("there is no run to go on with in the results folder, and it is not empty",
                           found->string(), "choose another folder with -o"));
    }
    throw Error(Exit::kInput,
                describe("the results folder is not empty", folder.string(),
                         "use --resume to go on with what was stopped there, --overwrite to replace what is "
                         "there, or another folder with -o"));
  }
}

void prepare_folder(const fs::path& folder, Existing existing) {
  make_folder(folder);
  require_usable(folder, existing);
  // Better now than after hours of work.
  std::error_code failure;
  const fs::path probe = folder / ".chorus-can-write";
  files::write_whole_file(probe, "");
  fs::remove(probe, failure);
}

void write_result(const comm::Communicator& comm, const fs::path& path, std::string_view bytes) {
  comm::agree_on(comm, [&] {
    if (comm.is_root()) files::write_whole_file(path, bytes);
  });
}

}  // namespace chorus::jobs
