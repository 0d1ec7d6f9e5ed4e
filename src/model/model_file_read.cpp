#include "chorus/core/error.hpp"
#include "chorus/model/model_file.hpp"
#include "model_block.hpp"
#include "model_content.hpp"

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

namespace chorus::model {

namespace {

/// A model is small; what is larger is something else, and is not read into memory.
constexpr std::uintmax_t kLargestModel = std::uintmax_t{1} << 30U;

std::string read_bytes(const std::filesystem::path& path) {
  std::error_code failure;
  const std::uintmax_t size = std::filesystem::file_size(path, failure);
  if (!failure && size > kLargestModel) throw BadModel("it is too large for a model");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::string bytes(failure ? 0 : static_cast<std::size_t>(size), '\0');
  if (!failure && in) in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (failure || !in) {
    const std::string reason = failure ? failure.message() : std::generic_category().message(errno);
    throw Error(Exit::kIo, describe("cannot read the model file", path.string() + ": " + reason,
                                    "check the path and its permissions"));
  }
  return bytes;
}

}  // namespace

StoredModel read_model_file(const std::filesystem::path& path) {
  try {
    const std::string bytes = read_bytes(path);
    return model_from_bytes(model_content(bytes));
  } catch (const BadModel& bad) {
    throw Error(Exit::kInput,
                describe("this is no model file, or a damaged one", path.string() + ": " + bad.what(),
                         "give the model.h5 of a finished run, or run `chorus cluster` again"));
  }
}

}  // namespace chorus::model
