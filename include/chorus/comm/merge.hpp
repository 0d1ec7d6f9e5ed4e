// Lists that ranks merge pairwise, up a binary tree, with a caller's merge: where the result is as short as
// one rank's list, no rank ever holds more than two lists, however many ranks there are.
#pragma once

#include "chorus/comm/communicator.hpp"

#include <concepts>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace chorus::comm {

/// Collective. merge(a, b) of all ranks' lists, on rank 0; an empty list elsewhere. `a` is of lower ranks
/// than `b`. The merge must not throw and must be associative: ranks are paired as they come.
template <Plain T, class Merge>
requires std::invocable<const Merge&, std::vector<T>, std::vector<T>>
[[nodiscard]] std::vector<T> merge_to_root(const Communicator& comm, std::vector<T> mine,
                                           const Merge& merge) {
  constexpr int kTag = 7005;
  for (int distance = 1; distance < comm.size(); distance *= 2) {
    if (comm.rank() % (2 * distance) != 0) {
      const auto length = static_cast<std::uint64_t>(mine.size());
      const int to = comm.rank() - distance;
      comm.send_bytes(std::as_bytes(std::span(&length, 1)), to, kTag);
      comm.send_bytes(std::as_bytes(std::span<const T>(mine)), to, kTag);
      return {};
    }
    const int from = comm.rank() + distance;
    if (from >= comm.size()) continue;
    std::uint64_t length = 0;
    comm.receive_bytes(std::as_writable_bytes(std::span(&length, 1)), from, kTag);
    std::vector<T> theirs(static_cast<std::size_t>(length));
    comm.receive_bytes(std::as_writable_bytes(std::span<T>(theirs)), from, kTag);
    mine = merge(std::move(mine), std::move(theirs));
  }
  return mine;
}

/// Collective. The same, on every rank.
template <Plain T, class Merge>
requires std::invocable<const Merge&, std::vector<T>, std::vector<T>>
[[nodiscard]] std::vector<T> merge_all(const Communicator& comm, std::vector<T> mine, const Merge& merge) {
  std::vector<T> merged = merge_to_root(comm, std::move(mine), merge);
  auto length = static_cast<std::uint64_t>(merged.size());
  comm.broadcast(std::span(&length, 1), 0);
  merged.resize(static_cast<std::size_t>(length));
  comm.broadcast(std::span<T>(merged), 0);
  return merged;
}

}  // namespace chorus::comm
