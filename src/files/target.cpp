#include "chorus/files/target.hpp"

#include "chorus/files/system_error.hpp"

#include <string>

namespace chorus::files {
namespace {

namespace fs = std::filesystem;

std::string kind_of(fs::file_type type) {
  switch (type) {
    case fs::file_type::directory:
      return "a folder";
    case fs::file_type::block:
    case fs::file_type::character:
      return "a device";
    case fs::file_type::fifo:
      return "a pipe";
    case fs::file_type::socket:
      return "a socket";
    default:
      return "not a regular file";
  }
}

}  // namespace

void require_regular_target(const fs::path& path) {
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (status.type() == fs::file_type::not_found || status.type() == fs::file_type::regular) return;
  if (status.type() == fs::file_type::none) throw system_error("cannot write the file", path, failure);
  throw Error(Exit::kInput, describe("cannot write the file: " + kind_of(status.type()) + " has its name",
                                     path.string(), "choose another name"));
}

}  // namespace chorus::files
