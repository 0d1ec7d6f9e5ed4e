#include "chorus/files/system_error.hpp"

#include <cerrno>

namespace chorus::files {

std::string advice_for(int number) {
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
    case ENAMETOOLONG:
      return "choose a shorter name";
    case EISDIR:
      return "choose another name, or move the folder that has it";
    case ELOOP:
      return "check the links on the path";
    case EMFILE:
    case ENFILE:
      return "raise the limit on open files (ulimit -n)";
    default:
      return "check the file system";
  }
}

Error system_error(const std::string& problem, const std::filesystem::path& path, int number) {
  return {Exit::kIo, describe(problem, path.string() + ": " + std::generic_category().message(number),
                              advice_for(number))};
}

Error system_error(const std::string& problem, const std::filesystem::path& path,
                   const std::error_code& failure) {
  return system_error(problem, path, failure.default_error_condition().value());
}

}  // namespace chorus::files
