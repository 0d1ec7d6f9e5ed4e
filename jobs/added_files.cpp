#include "added_files.hpp"

#include <algorithm>
#include <utility>

namespace chorus::jobs {

AddedFiles::AddedFiles(std::filesystem::path folder, std::string command)
    : folder_(std::move(folder)), command_(std::move(command)), manifest_(files::read_manifest(folder_)) {}

void AddedFiles::begin_to_replace() {
  if (!manifest_) return;
  std::vector<std::string>& unfinished = manifest_->unfinished;
  if (std::ranges::find(unfinished, command_) == unfinished.end()) unfinished.push_back(command_);
  files::write_manifest(folder_, *manifest_);
}

void AddedFiles::begin_anew() {
  if (!manifest_) return;
  files::forget_files(*manifest_, command_);
  files::write_manifest(folder_, *manifest_);
}

void AddedFiles::finish(const std::vector<std::string>& names) {
  if (!manifest_) return;
  std::erase(manifest_->unfinished, command_);
  files::list_files(*manifest_, folder_, names, command_);
  files::write_manifest(folder_, *manifest_);
}

}  // namespace chorus::jobs
