// Made-up songs for the tests of the numerics: the same on every rank, dealt by RowPartition.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/pipeline/prepared_rows.hpp"

#include <string>
#include <vector>

namespace chorus::test {

/// A table of rows x width values, row-major, whole on every rank.
struct Table {
  std::size_t width = 0;
  std::vector<double> values;
  [[nodiscard]] RowIndex rows() const { return static_cast<RowIndex>(values.size() / width); }
  [[nodiscard]] std::vector<std::string> names() const;
};

/// Overlapping groups with skewed and long-tailed columns; reproducible.
[[nodiscard]] Table made_table(RowIndex rows, std::size_t width, unsigned seed);

/// This rank's share of the table.
[[nodiscard]] features::ShardRows shard_of(const comm::Communicator& comm, const Table& table);

using Prepared = pipeline::PreparedRows;

/// Collective.
[[nodiscard]] Prepared prepare(const comm::Communicator& comm, const Table& table,
                               features::Scaling scaling = features::Scaling::kStandard,
                               features::MissingPolicy missing = features::MissingPolicy::kDrop);

/// Collective. The whole table as one rank sees it: every rank gets all rows, scaled as `prepared` is.
[[nodiscard]] std::vector<std::vector<double>> scaled_table(const Table& table, const Prepared& prepared);

}  // namespace chorus::test
