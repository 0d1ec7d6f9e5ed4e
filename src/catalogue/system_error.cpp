#include "system_error.hpp"

#include <cerrno>
#include <system_error>

namespace chorus::catalogue {
namespace {

std::string advice(int number) {
  switch (number) {
    case ENOSPC:
    case EDQUOT:
      return "free some space, or choose a folder on another disk";
    case EFBIG:
      return "raise the limit on file sizes (ulimit -f), or choose another file system";
    case ENOENT:
    case ENOTDIR:
      return "check the path; its folder must exist";
    case EACCES:
    case EPERM:
    case EROFS:
      return "check the permissions of the file and its folder";
    default:
      return "check the file system";
  }
}

}  // namespace

Error system_error(const std::string& problem, const std::filesystem::path& path, int number) {
  return {Exit::kIo,
          describe(problem, path.string() + ": " + std::generic_category().message(number), advice(number))};
}

}  // namespace chorus::catalogue
