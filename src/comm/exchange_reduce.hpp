// Reductions of short lists over many ranks.
#pragma once

#include <mpi.h>

#include <cstddef>

namespace chorus::comm {

/// From so many ranks on, and up to so many bytes, exchange_reduce is used instead of MPI_Allreduce, which
/// then tends to reduce to one rank and broadcast from there, or to double: twice as many rounds or more.
inline constexpr int kExchangeRanks = 64;
inline constexpr std::size_t kExchangeBytes = 2048;

/// A list to be reduced element by element, in place. The order of operations is not defined: only for
/// operations whose result does not depend on it.
struct ReducedList {
  void* values;
  int count;
  std::size_t bytes;  ///< of all elements
  MPI_Datatype type;
  MPI_Op op;
};

/// Collective. Reduces over all ranks by recursive multiplying (recursive doubling by a factor of four;
/// Ruefenacht, Bull and Booth 2017): in each round a rank exchanges its list with three others, so that 1,024
/// ranks need five rounds of latency. Returns MPI's status.
[[nodiscard]] int exchange_reduce(MPI_Comm comm, int rank, int size, const ReducedList& list);

}  // namespace chorus::comm
