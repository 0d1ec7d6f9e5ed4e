// Totals of short lists over many ranks.
#pragma once

#include <mpi.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace chorus::comm {

/// From so many ranks on, and up to so many bytes, exchange_sum is used instead of MPI_Allreduce: MPI
/// libraries then reduce to one rank and broadcast from there, or double, in twice as many rounds or more.
inline constexpr int kExchangeRanks = 64;
inline constexpr std::size_t kExchangeBytes = 2048;

/// Collective. Element-wise totals over all ranks, in place, by recursive multiplying (recursive doubling by
/// a factor of four): in each round a rank exchanges its list with three others, so that 1,024 ranks need
/// five rounds of latency. Totals are exact, so the order of additions does not matter. Returns MPI's status.
[[nodiscard]] int exchange_sum(MPI_Comm comm, int rank, int size, std::span<std::int64_t> values);

}  // namespace chorus::comm
