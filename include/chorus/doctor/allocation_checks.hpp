// Judging an allocation from what all of its ranks know. Pure functions of the facts (facts[r] is rank r's),
// so every rank comes to the same findings. Local.
#pragma once

#include "chorus/doctor/finding.hpp"
#include "chorus/doctor/rank_facts.hpp"

#include <cstdint>
#include <vector>

namespace chorus::doctor {

/// Whether this process is one of several that were meant to be ranks of one job, and does not know the
/// others.
[[nodiscard]] bool is_stray(const std::vector<RankFacts>& facts);

/// As many ranks as were asked for: N singletons, fewer ranks than tasks, more ranks than tasks.
[[nodiscard]] Finding check_ranks(const std::vector<RankFacts>& facts);

/// A core for every rank: more ranks than cores, ranks bound to the same cores, hyper-threads, unbound ranks.
[[nodiscard]] Finding check_cores(const std::vector<RankFacts>& facts);

/// Ranks have no threads: settings that reserve or start some.
[[nodiscard]] Finding check_threads(const std::vector<RankFacts>& facts);

/// The same program and MPI library on all hosts.
[[nodiscard]] Finding check_programs(const std::vector<RankFacts>& facts);

/// The same vector instructions on all hosts. Results do not depend on them, but the slowest host sets the
/// pace.
[[nodiscard]] Finding check_processors(const std::vector<RankFacts>& facts);

/// Memory for `needed` bytes a rank, on every host: against what is free, what the cgroup leaves, and what
/// Slurm granted.
[[nodiscard]] Finding check_memory(const std::vector<RankFacts>& facts, std::uint64_t needed);

/// "1.5 GB". Bytes in powers of 1000.
[[nodiscard]] std::string bytes_text(double bytes);

}  // namespace chorus::doctor
