// What a rank knows of the place where it was started: its host, its cores, its memory, what the launcher and
// the batch system told it. The checks of `chorus doctor` judge the facts of all ranks together.
#pragma once

#include "chorus/comm/communicator.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace chorus::doctor {

/// The value of an environment variable, empty where it is not set.
using Variable = std::function<std::string(const std::string&)>;
/// Of this process.
[[nodiscard]] std::string environment_variable(const std::string& name);

/// Numbers are 0 where unknown. Memory is in bytes.
struct RankFacts {
  std::string host;
  std::vector<int> cores;           ///< that this rank may run on (its affinity mask), ascending
  std::vector<int> physical;        ///< parallel to cores: the first hardware thread of the same core
  double quota = 0;                 ///< cores' worth of time that the cgroup allows all of its processes
  int memory_nodes = 1;             ///< NUMA nodes of the host
  std::uint64_t free_memory = 0;    ///< MemAvailable of the host
  std::uint64_t cgroup_memory = 0;  ///< what the cgroup's limit leaves
  std::uint64_t slurm_memory = 0;   ///< granted on this host: SLURM_MEM_PER_NODE, or _PER_CPU times CPUs
  std::uint64_t resident = 0;       ///< of this process, now
  std::string binary;               ///< XXH3-128 of the program's file
  std::string simd;                 ///< vector targets that this CPU runs, best first
  std::string mpi;                  ///< the MPI library
  std::int64_t launcher_ranks = 0;  ///< how many ranks the launcher says it started
  std::int64_t launcher_rank = -1;  ///< which of them this process is; -1 where unknown
  std::int64_t slurm_tasks = 0;     ///< SLURM_NTASKS
  std::int64_t cpus_per_task = 0;   ///< SLURM_CPUS_PER_TASK
  std::map<std::string, std::string> threads;  ///< variables that set numbers of threads, where set
};

/// Local.
[[nodiscard]] RankFacts look_around(const Variable& variable);

/// Collective. The facts of all ranks, by rank, on every rank.
[[nodiscard]] std::vector<RankFacts> gather_facts(const comm::Communicator& comm, const RankFacts& mine);

/// Ranks of one host, ascending; hosts in the order of their lowest rank. Local.
struct HostRanks {
  std::string host;
  std::vector<int> ranks;
};
[[nodiscard]] std::vector<HostRanks> by_host(const std::vector<RankFacts>& facts);

}  // namespace chorus::doctor
