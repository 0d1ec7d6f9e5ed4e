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

/// A hash and how many rows have it.
struct Group {
  Hash128 hash;
  std::int64_t rows;
  friend auto operator<=>(const Group& a, const Group& b) { return a.hash <=> b.hash; }
};

const Hash128& hash_of(const Hash128& hash) {
  return hash;
}
const Hash128& hash_of(const Group& group) {
  return group.hash;
}

/// Takes up to `most` records from the front and sorts them by their owners.
template <class Record>
std::vector<std::vector<Record>> take_round(std::deque<Record>& records, std::size_t most, int ranks) {
  std::vector<std::vector<Record>> outgoing(static_cast<std::size_t>(ranks));
  for (std::size_t i = 0; i < most && !records.empty(); ++i) {
    outgoing[owner_of(hash_of(records.front()), ranks)].push_back(records.front());
    records.pop_front();
  }
  return outgoing;
}

/// Collective. The records of all ranks that this rank owns, in order.
template <class Record>
std::vector<Record> exchange(const comm::Communicator& comm, std::deque<Record> records, std::size_t round) {
  std::vector<std::int64_t> owned(static_cast<std::size_t>(comm.size()), 0);
  for (const Record& record : records) ++owned[owner_of(hash_of(record), comm.size())];
  comm.sum(std::span<std::int64_t>(owned));
  std::vector<Record> mine;
  comm::agree_on(
      comm, [&] { mine.reserve(static_cast<std::size_t>(owned[static_cast<std::size_t>(comm.rank())])); });
  while (comm.max_of(static_cast<std::int64_t>(records.size())) > 0) {
    const auto outgoing = comm::agree_on(comm, [&] { return take_round(records, round, comm.size()); });
    const std::vector<Record> incoming = comm.all_to_all(outgoing);
    mine.insert(mine.end(), incoming.begin(), incoming.end());
  }
  std::sort(mine.begin(), mine.end());
  return mine;
}

/// Takes hashes that stand more than once out of `hashes`, whose others stay: what a hash's owner is sent of
/// this rank is one record, however many rows have it.
std::deque<Group> take_groups(std::deque<Hash128>& hashes) {
  std::sort(hashes.begin(), hashes.end());
  std::deque<Group> groups;
  auto kept = hashes.begin();
  for (auto first = hashes.begin(); first != hashes.end();) {
    const auto end = std::find_if(first, hashes.end(), [&](const Hash128& hash) { return hash != *first; });
    if (end - first > 1) {
      groups.push_back({*first, end - first});
    } else {
      *kept++ = *first;
    }
    first = end;
  }
  hashes.erase(kept, hashes.end());
  return groups;
}

}  // namespace

DuplicateCounts count_duplicates(const comm::Communicator& comm, std::deque<Hash128> hashes,
                                 std::size_t round) {
  const std::int64_t rows = comm.sum_of(static_cast<std::int64_t>(hashes.size()));
  std::deque<Group> several = comm::agree_on(comm, [&] { return take_groups(hashes); });
  const std::vector<Hash128> single = exchange(comm, std::move(hashes), round);
  const std::vector<Group> groups = exchange(comm, std::move(several), round);
  std::int64_t distinct = 0;
  std::int64_t largest = 0;
  auto one = single.begin();
  auto group = groups.begin();
  while (one != single.end() || group != groups.end()) {
    const Hash128 hash =
        group == groups.end() || (one != single.end() && *one < group->hash) ? *one : group->hash;
    std::int64_t equal = 0;
    for (; one != single.end() && *one == hash; ++one) ++equal;
    for (; group != groups.end() && group->hash == hash; ++group) equal += group->rows;
    ++distinct;
    largest = std::max(largest, equal);
  }
  DuplicateCounts counts;
  counts.rows = rows;
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
