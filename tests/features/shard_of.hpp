// Rows in memory, dealt to the ranks as a catalogue's are.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/error.hpp"
#include "chorus/features/shard_rows.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace chorus::features {

/// This rank's shard of the rows `all` (rows x width), read anew in every pass. `all` must outlive it.
inline ShardRows shard_of(const comm::Communicator& comm, const std::vector<double>& all, std::size_t width) {
  const auto rows = static_cast<RowIndex>(all.size() / width);
  const auto read = [&all, width](RowRange range, std::span<double> values) {
    std::copy_n(all.begin() + range.begin * static_cast<std::ptrdiff_t>(width), values.size(),
                values.begin());
  };
  return {RowPartition(rows, comm.size()).range(comm.rank()), width, read, 0};
}

/// A shard whose rows cannot be read, on the last rank.
inline ShardRows unreadable_shard(const comm::Communicator& comm, const Error& error) {
  const bool fails = comm.rank() == comm.size() - 1;
  const auto read = [fails, error](RowRange, std::span<double> values) {
    if (fails) throw error;
    std::ranges::fill(values, 1.0);
  };
  return {{comm.rank() * 10, comm.rank() * 10 + 10}, 2, read, 0};
}

}  // namespace chorus::features
