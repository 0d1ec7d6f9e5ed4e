#include "hdf5_handle.hpp"

#include "chorus/catalogue/catalogue_file.hpp"

#include <array>
#include <charconv>
#include <string_view>

namespace chorus::catalogue::hdf5 {
namespace {

/// What can be learnt from the error stack: the innermost reason, and the system's error number if one is
/// named.
struct Reason {
  std::string text;
  int system_error = 0;
  bool locking = false;
};

herr_t visit(unsigned /*depth*/, const H5E_error2_t* entry, void* data) {
  auto& reason = *static_cast<Reason*>(data);
  const std::string_view text = entry->desc != nullptr ? entry->desc : "";
  if (reason.text.empty()) reason.text = text;
  if (text.find("lock") != std::string_view::npos) reason.locking = true;
  constexpr std::string_view kMark = "errno = ";
  if (const auto at = text.find(kMark); at != std::string_view::npos && reason.system_error == 0) {
    const std::string_view digits = text.substr(at + kMark.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), reason.system_error);
  }
  return 0;
}

}  // namespace

bool Handle::close() noexcept {
  if (id_ < 0) return true;
  return close_(std::exchange(id_, H5I_INVALID_HID)) >= 0;
}

void silence_errors() noexcept {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Error failure(Exit status, const std::string& problem, const std::filesystem::path& path,
              const std::string& advice) {
  Reason reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, visit, &reason);
  H5Eclear2(H5E_DEFAULT);
  std::string where = path.string();
  if (!reason.text.empty()) where += ": " + reason.text;
  const std::array<int, 4> kLockErrors = {11, 37, 38, 524};  // EAGAIN, ENOLCK, ENOSYS, ENOTSUPP
  for (const int code : kLockErrors) {
    if (reason.locking && reason.system_error == code) {
      return {Exit::kIo, describe(problem, where,
                                  "the file system refuses file locks; set HDF5_USE_FILE_LOCKING=FALSE in "
                                  "the environment, or close the program that holds the file")};
    }
  }
  return {status, describe(problem, where, advice)};
}

Error cannot_write(const std::filesystem::path& path) {
  return failure(Exit::kIo, "cannot write the catalogue", path, "check the free space and the file system");
}

}  // namespace chorus::catalogue::hdf5

namespace chorus::catalogue {

bool left_files_open() {
  hdf5::silence_errors();
  return H5Fget_obj_count(H5F_OBJ_ALL, H5F_OBJ_FILE) > 0;
}

}  // namespace chorus::catalogue
