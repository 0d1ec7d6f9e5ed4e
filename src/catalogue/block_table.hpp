// What is kept for every row block: its checksum, and where in the source it begins. Each rank enters the
// rows it has; the table is complete when the ranks' tables are added.
#pragma once

#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/communicator.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace chorus::catalogue {

struct BlockTable {
  std::vector<std::uint64_t> checksums;
  std::vector<std::uint64_t> offsets;  ///< empty for sources without offsets
  std::vector<std::int64_t> lines;     ///< as offsets
};

[[nodiscard]] constexpr std::size_t block_count(RowIndex rows) {
  return static_cast<std::size_t>((rows + kRowBlock - 1) / kRowBlock);
}

class BlockTableBuilder {
 public:
  explicit BlockTableBuilder(std::size_t width) : width_(width) {}

  /// Enters consecutive rows from `first_row`: values is n x width; offsets and lines are n, or empty. Local.
  void enter(RowIndex first_row, std::span<const double> values, std::span<const std::uint64_t> offsets,
             std::span<const std::int64_t> lines);

  /// Collective. The table of all `rows` rows, on every rank.
  [[nodiscard]] BlockTable add_up(const comm::Communicator& comm, RowIndex rows);

 private:
  std::size_t width_;
  std::int64_t with_offsets_ = 0;
  BlockTable mine_;
};

/// The sum modulo 2^64 over consecutive rows from `first_row` of XXH3-64(row's bytes, seed = row). Local.
[[nodiscard]] std::uint64_t rows_checksum(RowIndex first_row, std::size_t width,
                                          std::span<const double> values);

}  // namespace chorus::catalogue
