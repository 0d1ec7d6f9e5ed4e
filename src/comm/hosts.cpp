#include "chorus/comm/hosts.hpp"

#include "chorus/comm/environment.hpp"

#include <algorithm>
#include <vector>

namespace chorus::comm {

bool on_one_host(const Communicator& comm) {
  const std::vector<std::string> hosts = comm.all_gather(Environment::host());
  return std::ranges::all_of(hosts, [&](const std::string& host) { return host == hosts.front(); });
}

}  // namespace chorus::comm
