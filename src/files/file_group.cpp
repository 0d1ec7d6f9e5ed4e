#include "chorus/files/file_group.hpp"

#include "chorus/files/system_error.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <set>

namespace chorus::files {

namespace fs = std::filesystem;

void FileGroup::add(const fs::path& path, std::string_view bytes) {
  StagedFile& file = files_.emplace_back(path);
  file.append(bytes);
  file.begin_to_store();
}

void FileGroup::commit() {
  for (StagedFile& file : files_) file.store();
  std::set<fs::path> folders;
  for (StagedFile& file : files_) {
    file.publish();
    folders.insert(folder_of(file.path()));
  }
  files_.clear();
  for (const fs::path& folder : folders) store_folder(folder);
}

void store_file(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!file.is_open()) throw system_error("cannot open the file", path, errno);
  if (::fsync(file.number()) != 0) throw system_error("cannot write the file", path, errno);
}

}  // namespace chorus::files
