#include "earlier_results.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/files/results_files.hpp"
#include "chorus/files/staged_file.hpp"
#include "chorus/files/system_error.hpp"
#include "chorus/files/verify_files.hpp"
#include "chorus/files/whole_file.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEarlier = ".chorus-earlier.json";

struct Cleared {
  std::vector<files::ListedFile> stay;
  std::vector<std::string> warnings;
};

bool is_input(const ClusterOptions& options, const fs::path& file) {
  const std::array<fs::path, 3> inputs = {options.input.input, options.source, options.init};
  return std::ranges::any_of(inputs, [&](const fs::path& input) {
    std::error_code absent;
    return !input.empty() && fs::equivalent(input, file, absent);
  });
}

void remove_file(const fs::path& path) {
  std::error_code failure;
  fs::remove(path, failure);
  if (failure) throw files::system_error("cannot remove a file of the earlier results", path, failure);
}

/// Whether this is the summary of a run, whole or not: a file of the user's may have that name.
bool is_summary(const fs::path& path) {
  std::error_code unknown;
  if (!fs::is_regular_file(path, unknown)) return false;
  const auto text = files::read_whole_file(path);
  return text && text->find("\"chorus-summary\"") != std::string::npos;
}

std::optional<files::Manifest> read_earlier(const fs::path& folder, std::vector<std::string>& warnings) {
  const auto text = files::read_whole_file(folder / kEarlier);
  if (!text) return std::nullopt;
  try {
    return files::manifest_from(*text, (folder / kEarlier).string());
  } catch (const Error& error) {
    warnings.push_back(std::string(error.what()) +
                       "; files of the earlier results that this run does not write stay");
    return std::nullopt;
  }
}

Cleared clear(const ClusterOptions& options, const std::vector<std::string>& written) {
  const fs::path folder = options.output;
  Cleared cleared;
  const std::optional<files::Manifest> earlier = read_earlier(folder, cleared.warnings);
  if (!earlier) return cleared;
  files::Manifest left = *earlier;
  std::erase_if(left.files, [&](const files::ListedFile& one) {
    if (one.by == "scaling") cleared.stay.push_back(one);
    return one.by == "scaling" || std::ranges::find(written, one.file) != written.end();
  });
  const std::vector<files::DamagedFile> changed = files::damaged_files(left, folder);
  for (const files::ListedFile& one : left.files) {
    const fs::path path = folder / one.file;
    std::error_code unknown;
    if (!fs::exists(fs::symlink_status(path, unknown))) continue;
    if (is_input(options, path)) {
      cleared.warnings.push_back(
          describe("a file of the earlier results is an input of this run", path.string(), "it stays"));
    } else if (std::ranges::find(changed, one.file, &files::DamagedFile::file) != changed.end()) {
      cleared.warnings.push_back(
          describe("a file of the earlier results was changed since", path.string(), "it stays"));
    } else {
      remove_file(path);
      fs::remove(path.parent_path(), unknown);  // a folder that is empty now
    }
  }
  return cleared;
}

}  // namespace

void set_earlier_results_aside(const fs::path& folder) {
  std::error_code failure;
  const fs::path manifest = folder / files::kManifest;
  const bool listed = fs::exists(fs::symlink_status(manifest, failure));
  if (listed) {
    fs::rename(manifest, folder / kEarlier, failure);
    if (failure) throw files::system_error("cannot rename a file of the earlier results", manifest, failure);
  }
  const bool summary = is_summary(folder / files::kSummary);
  if (summary) remove_file(folder / files::kSummary);
  if (listed || summary) files::store_folder(folder);
}

std::vector<files::ListedFile> clear_earlier_results(const Job& job,
                                                     const std::vector<std::string>& written) {
  Cleared cleared =
      comm::agree_on(job.comm, [&] { return job.comm.is_root() ? clear(job.options, written) : Cleared(); });
  for (const std::string& warning : cleared.warnings) job.console.warn(warning);
  return std::move(cleared.stay);
}

void forget_earlier_results(const fs::path& folder) {
  std::error_code ignored;
  fs::remove(folder / kEarlier, ignored);
}

}  // namespace chorus::jobs
