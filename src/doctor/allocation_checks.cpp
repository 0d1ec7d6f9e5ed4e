#include "chorus/doctor/allocation_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace chorus::doctor {
namespace {

const RankFacts& of(const std::vector<RankFacts>& facts, int rank) {
  return facts[static_cast<std::size_t>(rank)];
}

std::string plural(std::size_t count, const std::string& noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// Hosts by the value that their ranks have of something that should be the same everywhere.
template <class Read>
std::map<std::string, std::set<std::string>> hosts_by(const std::vector<RankFacts>& facts, const Read& read) {
  std::map<std::string, std::set<std::string>> hosts;
  for (const RankFacts& rank : facts) hosts[read(rank)].insert(rank.host);
  return hosts;
}

/// "AVX2 on n1, n2; AVX3 on n3 and 5 more".
std::string by_value(const std::map<std::string, std::set<std::string>>& hosts) {
  std::string text;
  for (const auto& [value, names] : hosts) {
    text += (text.empty() ? "" : "; ") + value + " on ";
    std::size_t shown = 0;
    for (const std::string& name : names) {
      if (shown == 3) break;
      text += (shown++ == 0 ? "" : ", ") + name;
    }
    if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
  }
  return text;
}

std::int64_t most(const std::vector<RankFacts>& facts, std::int64_t RankFacts::*member) {
  std::int64_t largest = 0;
  for (const RankFacts& rank : facts) largest = std::max(largest, rank.*member);
  return largest;
}

}  // namespace

std::string bytes_text(double bytes) {
  static constexpr std::array<const char*, 5> kUnits = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  for (; bytes >= 999.5 && unit + 1 < kUnits.size(); ++unit) bytes /= 1000;
  return fmt::format("{:.{}f} {}", bytes, unit == 0 || bytes >= 99.5 ? 0 : 1, kUnits[unit]);
}

bool is_stray(const std::vector<RankFacts>& facts) {
  return facts.size() == 1 && (facts[0].launcher_ranks > 1 || facts[0].launcher_rank > 0);
}

Finding check_ranks(const std::vector<RankFacts>& facts) {
  const auto ranks = static_cast<std::int64_t>(facts.size());
  const std::int64_t tasks = most(facts, &RankFacts::slurm_tasks);
  const std::int64_t started = most(facts, &RankFacts::launcher_ranks);
  if (is_stray(facts)) {
    return {Verdict::kProblem, "ranks",
            fmt::format("{} were started, and each takes itself for the only rank",
                        started > 1 ? fmt::format("{} processes", started) : "several processes"),
            "the launcher and the program's MPI do not know each other: use the mpirun of the MPI that "
            "Chorus was "
            "built with (" +
                facts[0].mpi + "), or srun --mpi=pmix (srun --mpi=list shows what there is)"};
  }
  if (ranks < tasks) {
    return {Verdict::kProblem, "ranks", fmt::format("{} of {} tasks of the allocation run", ranks, tasks),
            fmt::format("start {} ranks: srun --mpi=pmix, or mpirun without -n", tasks)};
  }
  if (tasks > 0 && ranks > tasks) {
    return {Verdict::kWarning, "ranks",
            fmt::format("{} ranks run in an allocation of {} tasks", ranks, tasks),
            fmt::format("ask for --ntasks={}", ranks)};
  }
  return {Verdict::kOk, "ranks",
          plural(facts.size(), "rank") + " on " + plural(by_host(facts).size(), "host"), ""};
}

Finding check_cores(const std::vector<RankFacts>& facts) {
  bool unbound = false;
  std::string threads_shared;
  for (const HostRanks& host : by_host(facts)) {
    std::set<int> cores;
    std::set<int> physical;
    std::map<std::vector<int>, std::vector<int>> bound;  // ranks by their cores
    double quota = 0;
    for (const int rank : host.ranks) {
      const RankFacts& mine = of(facts, rank);
      if (mine.cores.empty()) return {Verdict::kOk, "cores", "not known on " + host.host, ""};
      cores.insert(mine.cores.begin(), mine.cores.end());
      physical.insert(mine.physical.begin(), mine.physical.end());
      bound[mine.cores].push_back(rank);
      quota = mine.quota;
    }
    const std::size_t ranks = host.ranks.size();
    if (ranks > cores.size()) {
      return {
          Verdict::kProblem, "cores",
          fmt::format("{} share {} on {}", plural(ranks, "rank"), plural(cores.size(), "core"), host.host),
          "start fewer ranks on a host, or ask for more cores (one rank a core: ranks have no threads)"};
    }
    if (quota > 0 && static_cast<double>(ranks) > quota + 0.01) {
      return {Verdict::kProblem, "cores",
              fmt::format("{} on {} may use {:.1f} cores' worth of time together (the cgroup's quota)",
                          plural(ranks, "rank"), host.host, quota),
              "start fewer ranks on a host, or raise the quota"};
    }
    for (const auto& [mask, sharing] : bound) {
      if (sharing.size() <= mask.size()) continue;
      return {Verdict::kProblem, "cores",
              fmt::format("ranks {} and {} of {} are bound to the same {}, while {} has {}", sharing[0],
                          sharing[1], plural(sharing.size(), "rank"), plural(mask.size(), "core"), host.host,
                          plural(cores.size(), "core")),
              "let the launcher bind one rank to a core: mpirun --bind-to core, srun --cpu-bind=cores; two "
              "mpirun "
              "side by side need --bind-to none"};
    }
    if (ranks > physical.size()) {
      threads_shared = fmt::format("{} share {} physical cores as hyper-threads on {}", plural(ranks, "rank"),
                                   physical.size(), host.host);
    }
    unbound = unbound || (of(facts, host.ranks[0]).memory_nodes > 1 &&
                          std::any_of(bound.begin(), bound.end(), [&](const auto& group) {
                            return group.first.size() > 1 && group.second.size() > 1;
                          }));
  }
  if (!threads_shared.empty()) {
    return {Verdict::kWarning, "cores", threads_shared,
            "one rank a physical core is usually faster: --hint=nomultithread, or mpirun --map-by core"};
  }
  if (unbound) {
    return {Verdict::kWarning, "cores", "ranks are not bound, and may move away from their memory",
            "mpirun --bind-to core, or srun --cpu-bind=cores"};
  }
  return {Verdict::kOk, "cores", "every rank has a core of its own", ""};
}

Finding check_threads(const std::vector<RankFacts>& facts) {
  for (const RankFacts& rank : facts) {
    for (const auto& [name, value] : rank.threads) {
      if (value == "1") continue;
      return {Verdict::kWarning, "threads",
              fmt::format("{}={} on {}, but ranks have no threads", name, value, rank.host),
              "unset it, and give every core a rank"};
    }
  }
  const std::int64_t cpus = most(facts, &RankFacts::cpus_per_task);
  if (cpus > 1) {
    return {Verdict::kWarning, "threads",
            fmt::format("--cpus-per-task={}: {} of {} cores stay idle, since ranks have no threads", cpus,
                        cpus - 1, cpus),
            "use --cpus-per-task=1 and more tasks"};
  }
  return {Verdict::kOk, "threads", "nothing asks for threads", ""};
}

Finding check_programs(const std::vector<RankFacts>& facts) {
  const auto programs = hosts_by(facts, [](const RankFacts& rank) { return rank.binary.substr(0, 12); });
  if (programs.size() > 1) {
    return {Verdict::kProblem, "program", "hosts run different programs: " + by_value(programs),
            "install one build where all hosts see it, and start it by its full path"};
  }
  const auto libraries = hosts_by(facts, [](const RankFacts& rank) { return rank.mpi; });
  if (libraries.size() > 1) {
    return {Verdict::kProblem, "program", "hosts have different MPI libraries: " + by_value(libraries),
            "load the same MPI module on all hosts"};
  }
  return {
      Verdict::kOk, "program",
      fmt::format("the same on all hosts ({}), with {}", programs.begin()->first, libraries.begin()->first),
      ""};
}

Finding check_processors(const std::vector<RankFacts>& facts) {
  const auto targets =
      hosts_by(facts, [](const RankFacts& rank) { return rank.simd.substr(0, rank.simd.find(' ')); });
  if (targets.size() > 1) {
    return {
        Verdict::kWarning, "processors", "vector units differ: " + by_value(targets),
        "answers are the same, but the slowest host sets the pace: ask for one kind of node (--constraint)"};
  }
  return {Verdict::kOk, "processors", targets.begin()->first + " on all hosts", ""};
}

Finding check_memory(const std::vector<RankFacts>& facts, std::uint64_t needed) {
  struct Tightest {
    double share = 0;  // of what there is that would be used
    std::string text = "what there is is not known";
  } worst;
  for (const HostRanks& host : by_host(facts)) {
    const RankFacts& first = of(facts, host.ranks[0]);
    double already = 0;
    for (const int rank : host.ranks) already += static_cast<double>(of(facts, rank).resident);
    const double wanted = static_cast<double>(needed) * static_cast<double>(host.ranks.size());
    // What the ranks hold now is gone from what is free, and part of what they need.
    const double still = std::max(0.0, wanted - already);
    const std::array<std::tuple<double, double, const char*>, 3> limits = {
        std::tuple(still, static_cast<double>(first.free_memory), "free"),
        std::tuple(still, static_cast<double>(first.cgroup_memory), "left by the cgroup's limit"),
        std::tuple(wanted, static_cast<double>(first.slurm_memory), "granted by Slurm")};
    for (const auto& [need, there, kind] : limits) {
      if (there == 0 || need / there < worst.share) continue;
      worst = {need / there, fmt::format("{} needs {} more, of {} {}", host.host, bytes_text(need),
                                         bytes_text(there), kind)};
    }
  }
  const std::string text =
      fmt::format("about {} a rank; {}", bytes_text(static_cast<double>(needed)), worst.text);
  if (worst.share > 1) {
    return {Verdict::kProblem, "memory", text,
            "use more hosts, fewer ranks on each, or ask for more with --mem"};
  }
  if (worst.share > 0.8) {
    return {Verdict::kWarning, "memory", text,
            "it will be tight: use more hosts, or ask for more with --mem"};
  }
  return {Verdict::kOk, "memory", text, ""};
}

}  // namespace chorus::doctor
