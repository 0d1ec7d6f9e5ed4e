#include "scratch_folder.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/comm/environment.hpp"
#include "chorus/comm/hosts.hpp"
#include "chorus/core/list_folder.hpp"
#include "chorus/files/owner.hpp"
#include "chorus/files/whole_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <system_error>

namespace chorus::jobs {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kName = "chorus-scratch-";
/// A file in the folder that says whose it is (owner.hpp). Locks would be known to one host alone on some
/// file systems.
constexpr const char* kOwner = "in-use";
constexpr const char* kAdvice = "name a folder that all hosts share with --scratch";

/// Removes the scratch folders in `parent` whose runs are gone: killed, since others take theirs away.
void remove_abandoned(const fs::path& parent) {
  std::error_code ignored;
  for (const std::string& name : list_folder(parent, ignored)) {
    if (!name.starts_with(kName)) continue;
    const fs::path folder = parent / name;
    struct stat status {};
    if (::lstat(folder.c_str(), &status) != 0 || status.st_uid != ::geteuid()) continue;
    const auto text = files::read_whole_file(folder / kOwner);
    const auto owner = text ? files::owner_from(*text) : std::nullopt;
    if (!owner || files::is_alive(*owner, files::quiet_time(folder / kOwner))) continue;
    fs::remove_all(folder, ignored);
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

}  // namespace

ScratchFolder::ScratchFolder(const comm::Communicator& comm, const std::string& parent)
    : own_(comm.is_root()) {
  const bool shared_host = comm::on_one_host(comm);
  const std::string made =
      comm::agree_on(comm, [&] { return own_ ? make_folder(parent, shared_host).string() : std::string(); });
  path_ = comm.broadcast(made, 0);
  if (own_) {
    temporary_.emplace_back(path_, TemporaryPath::Kind::kFolder);
    temporary_.emplace_back(path_ / kOwner, TemporaryPath::Kind::kFile);
  }
  try {
    comm::agree_on(comm, [&] {
      if (own_) claim();
      std::error_code unknown;
      if (fs::is_directory(path_, unknown)) return;
      throw Error(Exit::kIo, describe("a rank does not see the temporary folder that rank 0 made",
                                      path_.string() + " on " + comm::Environment::host(), kAdvice));
    });
  } catch (const AgreedError&) {
    remove();
    throw;
  }
}

ScratchFolder::~ScratchFolder() {
  remove();
}

void ScratchFolder::claim() {
  files::write_whole_file(path_ / kOwner, files::to_text(files::this_process()));
  heartbeat_.emplace(path_ / kOwner, files::kHeartbeat);
}

void ScratchFolder::remove() noexcept {
  heartbeat_.reset();
  std::error_code ignored;
  if (own_) fs::remove_all(path_, ignored);
}

}  // namespace chorus::jobs
