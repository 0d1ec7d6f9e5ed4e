#include "chorus/files/harm.hpp"

#include "chorus/core/error.hpp"
#include "chorus/core/list_folder.hpp"
#include "chorus/files/staged_file.hpp"
#include "chorus/files/target.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace chorus::files {
namespace {

namespace fs = std::filesystem;

using Identity = std::pair<dev_t, ino_t>;

/// Of what the name leads to; nothing where that is nothing.
std::optional<Identity> identity_of(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return Identity{status.st_dev, status.st_ino};
}

/// One text for one place, though nothing is there yet: links in the folder's path are followed.
fs::path place_of(const fs::path& path) {
  std::error_code unknown;
  const fs::path full = fs::absolute(path, unknown);
  const fs::path folder = fs::weakly_canonical(full.parent_path(), unknown);
  return (unknown ? full.parent_path() : folder) / full.filename();
}

/// Bytes that a file's name may have there; the folder need not exist yet.
std::size_t longest_name(const fs::path& folder) {
  std::error_code unknown;
  fs::path there = fs::absolute(folder, unknown);
  while (!fs::exists(there, unknown) && there.has_relative_path()) there = there.parent_path();
  const long most = ::pathconf(there.c_str(), _PC_NAME_MAX);
  return most > 0 ? static_cast<std::size_t>(most) : 255;
}

void require_possible(const NamedFile& output) {
  if (output.path.filename().native().size() > longest_name(folder_of(output.path))) {
    throw Error(Exit::kInput, describe("the name of " + output.role + " is too long for the file system",
                                       output.path.string(), "choose a shorter name"));
  }
  require_regular_target(output.path);
}

void require_distinct(const std::vector<NamedFile>& writes) {
  std::map<fs::path, std::string> places;
  for (const NamedFile& output : writes) {
    const auto [found, is_new] = places.emplace(place_of(output.path), output.role);
    if (is_new) continue;
    throw Error(Exit::kInput, describe(output.role + " and " + found->second + " would be one file",
                                       output.path.string(), "choose another name"));
  }
}

using Inputs = std::map<Identity, NamedFile>;

void require_no_input(const Inputs& inputs, const NamedFile& output) {
  const auto identity = identity_of(output.path);
  if (!identity) return;
  const auto found = inputs.find(*identity);
  if (found == inputs.end()) return;
  throw Error(Exit::kInput, describe(output.role + " would replace " + found->second.role,
                                     output.path.string() == found->second.path.string()
                                         ? output.path.string()
                                         : output.path.string() + " is " + found->second.path.string(),
                                     "choose another name or folder for the output, or move the input"));
}

void require_no_input_in(const Inputs& inputs, const fs::path& folder) {
  std::error_code absent;
  for (const std::string& name : list_folder(folder, absent))
    require_no_input(inputs, {"a file of the run", folder / name});
}

}  // namespace

void require_no_harm(const Touched& touched) {
  for (const NamedFile& output : touched.writes) require_possible(output);
  require_distinct(touched.writes);
  Inputs inputs;
  for (const NamedFile& input : touched.reads) {
    if (const auto identity = identity_of(input.path)) inputs.emplace(*identity, input);
  }
  for (const NamedFile& output : touched.writes) require_no_input(inputs, output);
  for (const fs::path& folder : touched.replaces) require_no_input_in(inputs, folder);
}

void require_free(const fs::path& path, const std::string& advice) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return;
  throw Error(Exit::kInput, describe("the file exists", path.string(), advice));
}

}  // namespace chorus::files
