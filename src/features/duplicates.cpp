#include "chorus/features/duplicates.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/cell.hpp"

#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace chorus::features {
namespace {

/// The rank whose share of the range of hashes this one lies in.
std::size_t owner_of(const Hash128& hash, int ranks) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::size_t>(static_cast<Wide>(hash.high) * static_cast<Wide>(ranks) >> 64U);
}

/// Takes up to `most` hashes from the front and sorts them by their owners.
std::vector<std::vector<Hash128>> take_round(std::deque<Hash128>& hashes, std::size_t most, int ranks) {
  std::vector<std::vector<Hash128>> outgoing(static_cast<std::size_t>(ranks));
  for (std::size_t i = 0; i < most && !hashes.empty(); ++i) {
    outgoing[owner_of(hashes.front(), ranks)].push_back(hashes.front());
    hashes.pop_front();
  }
  return outgoing;
}

/// Collective. The hashes of all ranks that this rank owns.
std::vector<Hash128> exchange(const comm::Communicator& comm, std::deque<Hash128> hashes, std::size_t round) {
  std::vector<std::int64_t> owned(static_cast<std::size_t>(comm.size()), 0);
  for (const Hash128& hash : hashes) ++owned[owner_of(hash, comm.size())];
  comm.sum(std::span<std::int64_t>(owned));
  std::vector<Hash128> mine;
  comm::agree_on(
      comm, [&] { mine.reserve(static_cast<std::size_t>(owned[static_cast<std::size_t>(comm.rank())])); });
  while (comm.max_of(static_cast<std::int64_t>(hashes.size())) > 0) {
    const auto outgoing = comm::agree_on(comm, [&] { return take_round(hashes, round, comm.size()); });
    const std::vector<Hash128> incoming = comm.all_to_all(outgoing);
    mine.insert(mine.end(), incoming.begin(), incoming.end());
  }
  return mine;
}

}  // namespace

DuplicateCounts count_duplicates(const comm::Communicator& comm, std::deque<Hash128> hashes,
                                 std::size_t round) {
  std::vector<Hash128> mine = exchange(comm, std::move(hashes), round);
  std::ranges::sort(mine);
  std::int64_t distinct = 0;
  std::int64_t largest = 0;
  for (auto group = mine.begin(); group != mine.end();) {
    const auto end = std::find_if(group, mine.end(), [&](const Hash128& hash) { return hash != *group; });
    ++distinct;
    largest = std::max<std::int64_t>(largest, end - group);
    group = end;
  }
  DuplicateCounts counts;
  counts.rows = comm.sum_of(static_cast<std::int64_t>(mine.size()));
  counts.distinct = comm.sum_of(distinct);
  counts.largest_group = comm.max_of(largest);
  return counts;
}

std::deque<Hash128> hash_rows(const ShardRows& shard) {
  const std::size_t d = shard.width();
  std::deque<Hash128> hashes;
  std::vector<double> row(d);
  shard.for_each_block([&](RowIndex, std::span<const double> values) {
    for (std::size_t at = 0; at < values.size(); at += d) {
      std::ranges::transform(values.subspan(at, d), row.begin(), [](double value) {
        const CellKind kind = cell_kind(value);
        return kind == CellKind::kNumber ? value + 0.0 : missing_cell(kind);
      });
      const XXH128_hash_t hash = XXH3_128bits(row.data(), d * sizeof(double));
      hashes.push_back({hash.high64, hash.low64});
    }
  });
  return hashes;
}

}  // namespace chorus::features
