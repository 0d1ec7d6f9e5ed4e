#include "scratch_folder.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/comm/environment.hpp"
#include "chorus/core/list_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <system_error>
#include <vector>

namespace chorus::jobs {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kName = "chorus-scratch-";
/// A file in the folder that its run holds locked: the lock ends with the run, however that ends.
constexpr const char* kLock = "in-use";
constexpr const char* kNewLock = "new-lock";
constexpr const char* kAdvice = "name a folder that all hosts share with --scratch";

bool one_host(const comm::Communicator& comm) {
  const std::vector<std::string> hosts = comm.all_gather(comm::Environment::host());
  return std::ranges::all_of(hosts, [&](const std::string& host) { return host == hosts.front(); });
}

/// Removes the scratch folders in `parent` whose runs are gone: killed, since others take theirs away.
void remove_abandoned(const fs::path& parent) {
  std::error_code ignored;
  for (const std::string& name : list_folder(parent, ignored)) {
    if (!name.starts_with(kName)) continue;
    const fs::path folder = parent / name;
    const int descriptor = ::open((folder / kLock).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) continue;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) fs::remove_all(folder, ignored);
    ::close(descriptor);
  }
}

fs::path make_folder(const std::string& parent, bool shared_host) {
  std::error_code failure;
  fs::path in = parent;
  if (parent.empty()) in = shared_host ? fs::temp_directory_path(failure) : fs::current_path(failure);
  if (!failure) remove_abandoned(in);
  std::string pattern = (in / (std::string(kName) + "XXXXXX")).string();
  if (!failure && mkdtemp(pattern.data()) != nullptr) return fs::absolute(pattern);
  const std::string reason = failure ? failure.message() : std::generic_category().message(errno);
  throw Error(Exit::kIo, describe("cannot make a temporary folder: " + reason, in.string(), kAdvice));
}

/// The lock appears locked, so that nobody takes the folder for an abandoned one. -1 where the file system
/// has no locks: the folder is then never taken for one.
int lock(const fs::path& folder) {
  const fs::path made = folder / kNewLock;
  const int descriptor = ::open(made.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return -1;
  std::error_code failure;
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) fs::rename(made, folder / kLock, failure);
  return descriptor;
}

}  // namespace

ScratchFolder::ScratchFolder(const comm::Communicator& comm, const std::string& parent)
    : own_(comm.is_root()) {
  const bool shared_host = one_host(comm);
  const std::string made =
      comm::agree_on(comm, [&] { return own_ ? make_folder(parent, shared_host).string() : std::string(); });
  path_ = comm.broadcast(made, 0);
  if (own_) {
    using Kind = TemporaryPath::Kind;
    temporary_.emplace_back(path_, Kind::kFolder);
    for (const char* name : {kLock, kNewLock}) temporary_.emplace_back(path_ / name, Kind::kFile);
    lock_ = lock(path_);
  }
  try {
    comm::agree_on(comm, [&] {
      std::error_code unknown;
      if (fs::is_directory(path_, unknown)) return;
      throw Error(Exit::kIo, describe("a rank does not see the temporary folder that rank 0 made",
                                      path_.string() + " on " + comm::Environment::host(), kAdvice));
    });
  } catch (const AgreedError&) {
    std::error_code ignored;
    if (lock_ >= 0) ::close(lock_);
    if (own_) fs::remove_all(path_, ignored);
    throw;
  }
}

ScratchFolder::~ScratchFolder() {
  if (lock_ >= 0) ::close(lock_);
  std::error_code ignored;
  if (own_) fs::remove_all(path_, ignored);
}

}  // namespace chorus::jobs
