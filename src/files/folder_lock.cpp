#include "chorus/files/folder_lock.hpp"

#include "chorus/core/error.hpp"
#include "chorus/files/file_hash.hpp"
#include "chorus/files/results_files.hpp"
#include "chorus/files/whole_file.hpp"
#include "exclusive_file.hpp"

#include <unistd.h>

#include <chrono>

namespace chorus::files {
namespace {

namespace fs = std::filesystem;

/// A lock, a claim on a lock that was left, a claim on a claim that was left ...
constexpr int kMostClaims = 8;
constexpr int kMostTries = 100;

Error in_use(const fs::path& folder, const std::string& by) {
  return {Exit::kInput, describe("the folder is in use by " + by, folder.string(),
                                 "wait for its end, or choose another folder")};
}

std::string name_of(const std::optional<Owner>& owner) {
  return owner ? described(*owner) : "a process that its lock does not name";
}

/// Whether the owner of a lock with this text works on, as far as can be known here.
bool holds(const std::optional<Owner>& owner, const fs::path& lock, const Owner& self) {
  if (owner && is_earlier_start(*owner, self)) return false;
  const auto quiet = quiet_time(lock);
  return owner ? is_alive(*owner, quiet) : quiet <= abandoned_after();
}

/// Only who holds the claim on a lock with just this text may replace it.
fs::path claim_on(const fs::path& lock, const std::string& text) {
  return lock.string() + "-" + hash_text(text).substr(0, 16);
}

/// Makes `lock`, or takes it over. Returns who held it.
std::string take(const fs::path& lock, const Owner& self, const std::string& text, int claims) {
  for (int tries = 0; tries < kMostTries; ++tries) {
    if (make_exclusively(lock, text)) return {};
    const auto found = read_whole_file(lock);
    if (!found) continue;  // given back meanwhile
    const std::optional<Owner> owner = owner_from(*found);
    if (holds(owner, lock, self) || claims == kMostClaims) throw in_use(lock.parent_path(), name_of(owner));
    const fs::path claim = claim_on(lock, *found);
    static_cast<void>(take(claim, self, text, claims + 1));
    const bool still_there = read_whole_file(lock) == found;
    if (still_there) replace_file(lock, text);
    ::unlink(claim.c_str());
    if (still_there) return name_of(owner);
  }
  throw in_use(lock.parent_path(), "processes that take turns");
}

}  // namespace

FolderLock::FolderLock(const fs::path& folder) : folder_(folder) {
  const Owner self = this_process();
  text_ = to_text(self);
  taken_from_ = take(folder / kLock, self, text_, 0);
  registered_ = TemporaryPath(folder / kLock);
  heartbeat_ = std::make_unique<Heartbeat>(folder / kLock, heartbeat_period());
}

FolderLock::~FolderLock() {
  heartbeat_.reset();
  try {
    if (read_whole_file(folder_ / kLock) == text_) ::unlink((folder_ / kLock).c_str());
  } catch (const std::exception&) {
    // What stays behind is the lock of a process that is gone.
  }
}

void FolderLock::require_still_held() const {
  const auto found = read_whole_file(folder_ / kLock);
  if (found == text_) return;
  const std::string by = found ? name_of(owner_from(*found)) : "nobody: the lock is gone";
  throw Error(Exit::kIo, describe("another took the folder over while this process was taken for gone",
                                  folder_.string() + ", now in use by " + by, "choose another folder"));
}

std::optional<std::string> user_of(const fs::path& folder) {
  const auto found = read_whole_file(folder / kLock);
  if (!found) return std::nullopt;
  const std::optional<Owner> owner = owner_from(*found);
  if (!holds(owner, folder / kLock, this_process())) return std::nullopt;
  return name_of(owner);
}

}  // namespace chorus::files
