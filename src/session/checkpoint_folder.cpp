#include "chorus/session/checkpoint_folder.hpp"

#include "chorus/core/error.hpp"
#include "chorus/core/list_folder.hpp"
#include "chorus/files/abandoned.hpp"
#include "chorus/files/whole_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <functional>
#include <system_error>
#include <utility>

namespace chorus::session {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".checkpoint";
constexpr std::string_view kMarker = "last-good";
constexpr std::string_view kSign = "begun-by-chorus";

std::string name_of(std::uint64_t number) {
  return fmt::format("{:06}{}", number, kSuffix);
}

/// The number in the name of a checkpoint file, if it is one.
std::optional<std::uint64_t> number_of(const std::string& name) {
  if (!name.ends_with(kSuffix)) return std::nullopt;
  const char* end = name.data() + name.size() - kSuffix.size();
  std::uint64_t number = 0;
  const auto [stop, failure] = std::from_chars(name.data(), end, number);
  if (failure != std::errc() || stop != end || name != name_of(number)) return std::nullopt;
  return number;
}

bool begins_as_checkpoint(const fs::path& path) {
  std::error_code unknown;
  std::string begin(kCheckpointMagic.size(), '\0');
  if (!fs::is_regular_file(fs::symlink_status(path, unknown))) return false;
  std::ifstream file(path, std::ios::binary);
  return file.read(begin.data(), static_cast<std::streamsize>(begin.size())) && begin == kCheckpointMagic;
}

std::string read_bytes(const fs::path& path) {
  if (auto bytes = files::read_whole_file(path)) return *std::move(bytes);
  throw Error(Exit::kIo, describe("cannot read the checkpoint", path.string(), "check its permissions"));
}

}  // namespace

std::vector<std::uint64_t> CheckpointFolder::numbers() const {
  std::vector<std::uint64_t> found;
  std::error_code failure;
  for (const std::string& name : list_folder(folder_, failure)) {
    if (const auto number = number_of(name)) found.push_back(*number);
  }
  if (failure && failure != std::errc::no_such_file_or_directory) {
    throw Error(Exit::kIo, describe("cannot look for checkpoints: " + failure.message(), folder_.string(),
                                    "check its permissions"));
  }
  std::sort(found.begin(), found.end(), std::greater<>());
  return found;
}

fs::path CheckpointFolder::file(std::uint64_t number) const {
  return folder_ / name_of(number);
}

bool CheckpointFolder::signed_by_us() const {
  std::error_code unknown;
  return fs::is_regular_file(fs::symlink_status(folder_ / kSign, unknown));
}

bool CheckpointFolder::exists() const {
  if (signed_by_us()) return true;
  const std::vector<std::uint64_t> all = numbers();
  return std::ranges::any_of(all, [&](std::uint64_t number) { return begins_as_checkpoint(file(number)); });
}

void CheckpointFolder::make() const {
  std::error_code failure;
  fs::create_directories(folder_, failure);
  if (failure) {
    throw Error(Exit::kIo, describe("cannot make the folder for checkpoints: " + failure.message(),
                                    folder_.string(), "check its permissions and the free space"));
  }
  if (!signed_by_us())
    files::write_whole_file(folder_ / kSign, "checkpoints of `chorus cluster` stand here\n");
}

void CheckpointFolder::remove_if_empty() const noexcept {
  std::error_code failure;
  const std::vector<std::string> names = list_folder(folder_, failure);
  const bool sign_alone = names.size() == 1 && names.front() == kSign;
  if (failure || !(names.empty() || sign_alone)) return;
  if (sign_alone) fs::remove(folder_ / kSign, failure);
  fs::remove(folder_, failure);
}

std::optional<CheckpointFolder::Found> CheckpointFolder::newest() {
  std::vector<std::string> passed_over;
  const std::vector<std::uint64_t> all = numbers();
  for (const std::uint64_t number : all) {
    const fs::path path = file(number);
    const std::string bytes = read_bytes(path);
    try {
      Checkpoint checkpoint = read_checkpoint(bytes, path.string());
      // A copy under another name would upset the order.
      if (checkpoint.number != number) {
        throw Error(Exit::kInput,
                    describe(fmt::format("a checkpoint that is number {} by its content", checkpoint.number),
                             path.string(), "remove it"));
      }
      good_ = number;
      return Found{std::move(checkpoint), path, std::move(passed_over)};
    } catch (const Error& error) {
      passed_over.emplace_back(error.what());
    }
  }
  if (all.empty()) return std::nullopt;
  throw Error(Exit::kInput, describe("no checkpoint can be used", passed_over.front(),
                                     "remove the folder " + folder_.string() + " to start afresh"));
}

std::uint64_t CheckpointFolder::write(const Identity& identity, std::string state) {
  make();
  const std::vector<std::uint64_t> before = numbers();
  Checkpoint checkpoint;
  checkpoint.number = before.empty() ? 1 : before.front() + 1;
  checkpoint.identity = identity;
  checkpoint.state = std::move(state);
  const std::string bytes = to_bytes(checkpoint);
  files::write_whole_file(file(checkpoint.number), bytes);
  files::write_whole_file(folder_ / kMarker, name_of(checkpoint.number) + "\n");
  const std::optional<std::uint64_t> older = std::exchange(good_, checkpoint.number);
  for (const std::uint64_t number : before) {
    std::error_code ignored;
    if (number != older) fs::remove(file(number), ignored);
  }
  return bytes.size();
}

void CheckpointFolder::clear() noexcept {
  try {
    std::error_code ignored;
    const bool ours = signed_by_us();
    if (ours || exists()) fs::remove(folder_ / kMarker, ignored);
    for (const std::uint64_t number : numbers()) {
      if (ours || begins_as_checkpoint(file(number))) fs::remove(file(number), ignored);
    }
    files::remove_abandoned(folder_);
    fs::remove(folder_ / kSign, ignored);
    fs::remove(folder_, ignored);  // unless there is something else in it
  } catch (const std::exception&) {
    // What stays behind is recognised by its checksums and its identity.
  }
  good_.reset();
}

}  // namespace chorus::session
