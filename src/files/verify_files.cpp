#include "chorus/files/verify_files.hpp"

#include "chorus/core/list_folder.hpp"
#include "chorus/files/file_hash.hpp"
#include "chorus/files/results_files.hpp"
#include "chorus/files/temporary_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>

namespace chorus::files {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> problem_of(const ListedFile& one, const fs::path& folder) {
  const fs::path path = folder / one.file;
  std::error_code unknown;
  // A folder on the way that became a link leads elsewhere.
  for (fs::path part = path.parent_path(); part != folder && part.has_relative_path();
       part = part.parent_path()) {
    if (fs::is_symlink(fs::symlink_status(part, unknown))) return "lies behind a link";
  }
  const fs::file_status status = fs::symlink_status(path, unknown);
  if (!fs::exists(status)) return "is missing";
  if (!fs::is_regular_file(status)) return "is not a regular file";
  if (const std::uintmax_t bytes = fs::file_size(path, unknown); bytes != one.bytes)
    return fmt::format("has {} bytes instead of {}", bytes, one.bytes);
  if (hash_file(path).xxh3 != one.xxh3) return "has another content";
  return std::nullopt;
}

void look_for_unlisted(const Manifest& manifest, const fs::path& folder, const fs::path& below,
                       std::vector<std::string>& found) {
  std::error_code failure;
  std::vector<std::string> names = list_folder(folder / below, failure);
  std::ranges::sort(names);
  for (const std::string& name : names) {
    const fs::path path = below / name;
    if (name.starts_with(kOwnPrefix)) continue;
    if (below.empty() && (name == kManifest || name == kCheckpoints)) continue;
    if (fs::is_directory(fs::symlink_status(folder / path, failure))) {
      look_for_unlisted(manifest, folder, path, found);
    } else if (!std::ranges::binary_search(manifest.files, path.string(), {}, &ListedFile::file)) {
      found.push_back(path.string());
    }
  }
}

}  // namespace

std::vector<DamagedFile> damaged_files(const Manifest& manifest, const fs::path& folder) {
  std::vector<DamagedFile> damaged;
  for (const ListedFile& one : manifest.files) {
    if (auto problem = problem_of(one, folder)) damaged.push_back({one.file, *std::move(problem)});
  }
  return damaged;
}

std::vector<std::string> unlisted_files(const Manifest& manifest, const fs::path& folder) {
  std::vector<std::string> found;
  look_for_unlisted(manifest, folder, {}, found);
  return found;
}

}  // namespace chorus::files
