#include "scratch_folder.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/comm/environment.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <vector>

namespace chorus::jobs {

namespace fs = std::filesystem;

namespace {

constexpr const char* kAdvice = "name a folder that all hosts share with --scratch";

bool one_host(const comm::Communicator& comm) {
  const std::vector<std::string> hosts = comm.all_gather(comm::Environment::host());
  return std::ranges::all_of(hosts, [&](const std::string& host) { return host == hosts.front(); });
}

fs::path make_folder(const std::string& parent, bool shared_host) {
  std::error_code failure;
  fs::path in = parent;
  if (parent.empty()) in = shared_host ? fs::temp_directory_path(failure) : fs::current_path(failure);
  std::string pattern = (in / "chorus-scratch-XXXXXX").string();
  if (!failure && mkdtemp(pattern.data()) != nullptr) return fs::absolute(pattern);
  const std::string reason = failure ? failure.message() : std::generic_category().message(errno);
  throw Error(Exit::kIo, describe("cannot make a temporary folder: " + reason, in.string(), kAdvice));
}

}  // namespace

ScratchFolder::ScratchFolder(const comm::Communicator& comm, const std::string& parent)
    : own_(comm.is_root()) {
  const bool shared_host = one_host(comm);
  const std::string made =
      comm::agree_on(comm, [&] { return own_ ? make_folder(parent, shared_host).string() : std::string(); });
  path_ = comm.broadcast(made, 0);
  try {
    comm::agree_on(comm, [&] {
      std::error_code unknown;
      if (fs::is_directory(path_, unknown)) return;
      throw Error(Exit::kIo, describe("a rank does not see the temporary folder that rank 0 made",
                                      path_.string() + " on " + comm::Environment::host(), kAdvice));
    });
  } catch (const AgreedError&) {
    std::error_code ignored;
    if (own_) fs::remove_all(path_, ignored);
    throw;
  }
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (own_) fs::remove_all(path_, ignored);
}

}  // namespace chorus::jobs
