#include "chorus/core/list_folder.hpp"

#include <dirent.h>

#include <cerrno>
#include <memory>

namespace chorus {

std::vector<std::string> list_folder(const std::filesystem::path& folder, std::error_code& failure) {
  failure.clear();
  const auto close = [](DIR* open) { ::closedir(open); };
  const std::unique_ptr<DIR, decltype(close)> open(::opendir(folder.c_str()), close);
  std::vector<std::string> names;
  errno = open == nullptr ? errno : 0;
  while (open != nullptr) {
    const dirent* entry = ::readdir(open.get());  // NOLINT(concurrency-mt-unsafe): nobody else reads this one
    if (entry == nullptr) break;
    std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(std::move(name));
    errno = 0;
  }
  if (errno != 0) failure = std::error_code(errno, std::generic_category());
  return names;
}

}  // namespace chorus
