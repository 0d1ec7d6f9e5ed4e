#include "chorus/files/passing_file.hpp"

#include <unistd.h>

#include <utility>

namespace chorus::files {

PassingFile::PassingFile(std::filesystem::path path, Readers readers)
    : path_(std::move(path)), registered_(path_) {
  if (readers == Readers::kThisHost && ::unlink(path_.c_str()) == 0) {
    path_.clear();
    registered_ = {};
  }
}

PassingFile::~PassingFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

}  // namespace chorus::files
