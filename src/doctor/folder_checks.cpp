#include "chorus/doctor/folder_checks.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <random>
#include <system_error>
#include <thread>

namespace chorus::doctor {

namespace fs = std::filesystem;

namespace {

/// What the probes leave in the folder, and take away again.
class Probes {
 public:
  explicit Probes(fs::path folder) : folder_(std::move(folder)) {}
  ~Probes() { clear(); }
  Probes(const Probes&) = delete;
  Probes& operator=(const Probes&) = delete;

  /// Removes what was made, the deepest first.
  void clear() {
    std::error_code ignored;
    for (const fs::path& path : made_) fs::remove(path, ignored);
    made_.clear();
  }

  /// Makes the folder where it is not there. Returns what failed, or nothing.
  std::string make_folder() {
    std::error_code failure;
    std::vector<fs::path> missing;
    for (fs::path at = fs::absolute(folder_); !fs::exists(at, failure) && at.has_relative_path();
         at = at.parent_path()) {
      if (!at.filename().empty()) missing.push_back(at);
    }
    fs::create_directories(folder_, failure);
    if (failure) return failure.message();
    made_.insert(made_.end(), missing.begin(), missing.end());
    return fs::is_directory(folder_, failure) ? "" : "it is a file";
  }

  [[nodiscard]] fs::path file(const std::string& token, int rank) const {
    return folder_ / fmt::format(".chorus-doctor-{}-{}", token, rank);
  }

  /// Returns what failed, or nothing.
  std::string write(const fs::path& path, const std::string& text) {
    errno = 0;
    std::ofstream out(path, std::ios::binary);
    if (out) made_.insert(made_.begin(), path);
    out << text << std::flush;
    if (out) return "";
    return std::generic_category().message(errno == 0 ? EIO : errno);
  }

 private:
  fs::path folder_;
  std::vector<fs::path> made_;
};

bool sees(const fs::path& path, const std::string& text) {
  for (int attempt = 0; attempt < 30; ++attempt) {
    std::ifstream in(path, std::ios::binary);
    std::string found;
    if (std::getline(in, found) && found == text) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

/// Names of hosts that a check failed on, at most three.
std::string some_of(const std::vector<std::string>& hosts) {
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(hosts.size(), 3); ++i)
    text += (i == 0 ? "" : ", ") + hosts[i];
  return hosts.size() <= 3 ? text : fmt::format("{} and {} more", text, hosts.size() - 3);
}

}  // namespace

int probe_lock(const fs::path& file) {
  const int handle = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (handle < 0) return errno;
  const int error = flock(handle, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
  close(handle);
  return error;
}

Finding check_lock(int error, const std::string& setting, const std::string& where) {
  if (setting == "FALSE" || setting == "0") {
    return {Verdict::kOk, "locks", "HDF5 takes none (HDF5_USE_FILE_LOCKING=" + setting + ")", ""};
  }
  if (error == 0) return {Verdict::kOk, "locks", "HDF5 can lock files there", ""};
  return {Verdict::kProblem, "locks",
          fmt::format("HDF5 cannot lock files there: {} (errno {}, {})",
                      std::generic_category().message(error), error, where),
          "set HDF5_USE_FILE_LOCKING=FALSE for the job, or use a file system with locks"};
}

Findings check_folder(const comm::Communicator& comm, const std::vector<RankFacts>& facts,
                      const fs::path& folder, const Variable& variable) {
  const std::vector<HostRanks> hosts = by_host(facts);
  const bool speaks = std::any_of(hosts.begin(), hosts.end(),
                                  [&](const HostRanks& host) { return host.ranks[0] == comm.rank(); });
  std::string token;
  if (comm.is_root()) token = fmt::format("{:08x}{:08x}", std::random_device()(), std::random_device()());
  token = comm.broadcast(std::move(token), 0);

  Probes probes(folder);
  std::string failure;
  if (comm.is_root()) {
    failure = probes.make_folder();
    if (failure.empty()) failure = probes.write(probes.file(token, 0), token);
  }
  failure = comm.broadcast(std::move(failure), 0);
  const std::string name = folder.string();
  if (!failure.empty()) {
    return {{Verdict::kProblem, "results", fmt::format("cannot write into {}: {}", name, failure),
             "choose a folder of your own with -o"}};
  }
  // Every host sees rank 0's file, and rank 0 sees every host's.
  std::int64_t blind = 0;
  std::int64_t refused = 0;
  int lock = 0;
  if (speaks) {
    blind = sees(probes.file(token, 0), token) ? 0 : 1;
    if (blind == 0 && !comm.is_root())
      refused = probes.write(probes.file(token, comm.rank()), token).empty() ? 0 : 1;
    if (blind == 0 && refused == 0) lock = probe_lock(probes.file(token, comm.rank()));
  }
  const std::vector<std::int64_t> blinds = comm.all_gather(blind);
  const std::vector<std::int64_t> refusals = comm.all_gather(refused);
  const std::vector<std::int64_t> locks = comm.all_gather(static_cast<std::int64_t>(lock));
  std::vector<std::string> lost;
  std::vector<std::string> read_only;
  int failed_lock = 0;
  std::string lock_host = hosts[0].host;
  for (const HostRanks& host : hosts) {
    const auto first = static_cast<std::size_t>(host.ranks[0]);
    if (comm.is_root() && blinds[first] == 0 && refusals[first] == 0 &&
        !sees(probes.file(token, host.ranks[0]), token)) {
      lost.push_back(host.host);
    }
    if (blinds[first] != 0) lost.push_back(host.host);
    if (refusals[first] != 0) read_only.push_back(host.host);
    if (failed_lock == 0 && locks[first] != 0) {
      failed_lock = static_cast<int>(locks[first]);
      lock_host = host.host;
    }
  }
  const std::string not_shared = comm.broadcast(some_of(lost), 0);
  // Rank 0 has heard from all that they looked; its folder goes last, when it is empty.
  if (!comm.is_root()) probes.clear();
  comm.barrier();

  Findings findings;
  if (!not_shared.empty()) {
    findings.push_back(
        {Verdict::kProblem, "results",
         fmt::format("{} is not the same folder on {} and on {}", name, hosts[0].host, not_shared),
         "choose a folder on a file system that all hosts share"});
  } else if (!read_only.empty()) {
    findings.push_back({Verdict::kProblem, "results",
                        fmt::format("{} cannot write into {}", some_of(read_only), name),
                        "choose a folder that all hosts may write to"});
  } else {
    findings.push_back(
        {Verdict::kOk, "results",
         fmt::format("{} is writable{}", name, hosts.size() > 1 ? " and shared by all hosts" : ""), ""});
  }
  findings.push_back(check_lock(failed_lock, variable("HDF5_USE_FILE_LOCKING"), lock_host));
  return findings;
}

}  // namespace chorus::doctor
