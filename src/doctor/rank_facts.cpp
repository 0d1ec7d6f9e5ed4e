#include "chorus/doctor/rank_facts.hpp"

#include "chorus/comm/environment.hpp"
#include "chorus/core/simd.hpp"
#include "chorus/doctor/system_limits.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>

namespace chorus::doctor {
namespace {

/// A count at the beginning of a variable's value ("4", or "4(x2)" as Slurm writes lists); `otherwise`
/// without.
std::int64_t number_in(const Variable& variable, const std::string& name, std::int64_t otherwise) {
  const std::string text = variable(name);
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc() && end != text.data() ? value : otherwise;
}

std::string hash_of_program() {
  std::ifstream file("/proc/self/exe", std::ios::binary);
  XXH3_state_t* state = XXH3_createState();
  XXH3_128bits_reset(state);
  std::vector<char> block(std::size_t{1} << 20U);
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0) {
    XXH3_128bits_update(state, block.data(), static_cast<std::size_t>(file.gcount()));
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(state);
  XXH3_freeState(state);
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

/// What the launcher says of this process. Under mpirun in a Slurm job the variables of the step belong to
/// mpirun's own daemons, so the launcher's own come first.
void ask_launcher(const Variable& variable, RankFacts& facts) {
  struct Names {
    const char* ranks;
    const char* rank;
  };
  for (const Names& names :
       {Names{"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"}, Names{"PMI_SIZE", "PMI_RANK"},
        Names{"MV2_COMM_WORLD_SIZE", "MV2_COMM_WORLD_RANK"}, Names{"SLURM_STEP_NUM_TASKS", "SLURM_PROCID"}}) {
    facts.launcher_ranks = number_in(variable, names.ranks, 0);
    facts.launcher_rank = number_in(variable, names.rank, -1);
    if (facts.launcher_ranks > 0) return;
  }
  // A batch script itself is process 0, started by no one: no claim.
  facts.launcher_rank = number_in(variable, "PMIX_RANK", -1);
}

/// Ranks that mpirun's daemon started on another host stand in the daemons' step, whose SLURM_NTASKS counts
/// the daemons: only ranks beside the batch script, and those of srun, know the allocation's.
std::int64_t slurm_tasks(const Variable& variable) {
  const bool by_mpirun =
      number_in(variable, "OMPI_COMM_WORLD_SIZE", 0) + number_in(variable, "PMI_SIZE", 0) > 0;
  if (by_mpirun && !variable("SLURM_STEP_ID").empty()) return 0;
  return number_in(variable, "SLURM_NTASKS", 0);
}

std::uint64_t slurm_memory(const Variable& variable) {
  constexpr std::uint64_t kMib = std::uint64_t{1} << 20U;
  const std::int64_t node = number_in(variable, "SLURM_MEM_PER_NODE", 0);
  if (node > 0) return static_cast<std::uint64_t>(node) * kMib;
  const std::int64_t cpu = number_in(variable, "SLURM_MEM_PER_CPU", 0);
  const std::int64_t cpus = number_in(variable, "SLURM_CPUS_ON_NODE", 0);
  return cpu > 0 && cpus > 0 ? static_cast<std::uint64_t>(cpu * cpus) * kMib : 0;
}

}  // namespace

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RankFacts, host, cores, physical, quota, memory_nodes, free_memory,
                                   cgroup_memory, slurm_memory, resident, binary, simd, mpi, launcher_ranks,
                                   launcher_rank, slurm_tasks, cpus_per_task, threads)

std::string environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): no thread changes it
  return value == nullptr ? "" : value;
}

RankFacts look_around(const Variable& variable) {
  RankFacts facts;
  facts.host = comm::Environment::host();
  facts.cores = allowed_cores();
  for (const int core : facts.cores) facts.physical.push_back(first_thread_of(core));
  const CgroupLimits limits = cgroup_limits();
  facts.quota = limits.cores;
  facts.memory_nodes = memory_nodes();
  facts.free_memory = available_memory();
  facts.cgroup_memory = limits.memory;
  facts.slurm_memory = slurm_memory(variable);
  facts.resident = resident_bytes();
  facts.binary = hash_of_program();
  for (const std::string& target : simd_targets()) facts.simd += (facts.simd.empty() ? "" : " ") + target;
  facts.mpi = comm::Environment::library_version();
  ask_launcher(variable, facts);
  facts.slurm_tasks = slurm_tasks(variable);
  facts.cpus_per_task = number_in(variable, "SLURM_CPUS_PER_TASK", 0);
  for (const char* name :
       {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"}) {
    if (std::string value = variable(name); !value.empty()) facts.threads[name] = std::move(value);
  }
  return facts;
}

std::vector<RankFacts> gather_facts(const comm::Communicator& comm, const RankFacts& mine) {
  std::vector<RankFacts> all;
  // Names of hosts and values of variables are bytes of any kind.
  const std::string text = nlohmann::json(mine).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  for (const std::string& one : comm.all_gather(text)) {
    all.push_back(nlohmann::json::parse(one).get<RankFacts>());
  }
  return all;
}

std::vector<HostRanks> by_host(const std::vector<RankFacts>& facts) {
  std::vector<HostRanks> hosts;
  for (int rank = 0; rank < static_cast<int>(facts.size()); ++rank) {
    const std::string& host = facts[static_cast<std::size_t>(rank)].host;
    auto found = std::find_if(hosts.begin(), hosts.end(), [&](const HostRanks& h) { return h.host == host; });
    if (found == hosts.end()) found = hosts.insert(hosts.end(), HostRanks{host, {}});
    found->ranks.push_back(rank);
  }
  return hosts;
}

}  // namespace chorus::doctor
