// How many rows repeat another, found by 128-bit hashes: each rank counts its own equal ones, so that one
// that many rows have travels once from each rank, deals them to the ranks that own their ranges of values,
// and there they are sorted and counted. Exact but for hash collisions, whose probability is below rows^2 *
// 2^-129 (2e-19 for ten billion rows).
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/hash128.hpp"
#include "chorus/core/types.hpp"
#include "chorus/features/shard_rows.hpp"

#include <cstddef>
#include <deque>

namespace chorus::features {

struct DuplicateCounts {
  RowIndex rows = 0;
  RowIndex distinct = 0;
  RowIndex largest_group = 0;  ///< rows in the largest group of equal ones; 1 if nothing repeats
  /// Rows that repeat an earlier one.
  [[nodiscard]] RowIndex repeats() const { return rows - distinct; }
};

/// Collective. Consumes this rank's hashes, one a row: what is sent frees its memory, so that a rank holds
/// little more than 16 bytes a hash it gave and 16 a hash it owns. `round` hashes of each rank travel at a
/// time. Throws AgreedError(kMemory).
[[nodiscard]] DuplicateCounts count_duplicates(const comm::Communicator& comm, std::deque<Hash128> hashes,
                                               std::size_t round = std::size_t{1} << 17U);

/// Local. A hash of each row's features: equal for equal numbers (-0 equals 0) and for cells that are absent
/// for the same reason (chorus::CellKind).
[[nodiscard]] std::deque<Hash128> hash_rows(const ShardRows& shard);

}  // namespace chorus::features
