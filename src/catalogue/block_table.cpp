#include "block_table.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <bit>

namespace chorus::catalogue {

static_assert(std::endian::native == std::endian::little, "row hashes are defined on little-endian bytes");

std::uint64_t rows_checksum(RowIndex first_row, std::size_t width, std::span<const double> values) {
  std::uint64_t sum = 0;
  auto row = static_cast<std::uint64_t>(first_row);
  for (std::size_t at = 0; at < values.size(); at += width, ++row) {
    sum += XXH3_64bits_withSeed(values.data() + at, width * sizeof(double), row);
  }
  return sum;
}

void BlockTableBuilder::enter(RowIndex first_row, std::span<const double> values,
                              std::span<const std::uint64_t> offsets, std::span<const std::int64_t> lines) {
  const RowIndex end = first_row + static_cast<RowIndex>(values.size() / width_);
  if (end == first_row) return;
  with_offsets_ |= static_cast<std::int64_t>(!offsets.empty());
  mine_.checksums.resize(block_count(end));
  mine_.offsets.resize(block_count(end));
  mine_.lines.resize(block_count(end));
  for (RowIndex row = first_row; row < end;) {
    const auto block = static_cast<std::size_t>(row / kRowBlock);
    const RowIndex stop = std::min(end, static_cast<RowIndex>(block + 1) * kRowBlock);
    const auto at = static_cast<std::size_t>(row - first_row);
    const auto part = values.subspan(at * width_, static_cast<std::size_t>(stop - row) * width_);
    mine_.checksums[block] += rows_checksum(row, width_, part);
    if (row % kRowBlock == 0 && !offsets.empty()) {
      mine_.offsets[block] = offsets[at];
      mine_.lines[block] = lines[at];
    }
    row = stop;
  }
}

BlockTable BlockTableBuilder::add_up(const comm::Communicator& comm, RowIndex rows) {
  BlockTable table = std::move(mine_);
  mine_ = {};
  const std::size_t blocks = block_count(rows);
  table.checksums.resize(blocks);
  comm.sum(std::span<std::uint64_t>(table.checksums));
  if (comm.max_of(with_offsets_) == 0) return {std::move(table.checksums), {}, {}};
  // The owner of a block's first row entered its place, everyone else zero.
  table.offsets.resize(blocks);
  table.lines.resize(blocks);
  comm.sum(std::span<std::uint64_t>(table.offsets));
  comm.sum(std::span<std::int64_t>(table.lines));
  return table;
}

}  // namespace chorus::catalogue
