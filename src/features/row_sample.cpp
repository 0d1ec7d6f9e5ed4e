#include "chorus/features/row_sample.hpp"

#include "chorus/features/chosen_rows.hpp"

#include <algorithm>

namespace chorus::features {
RowIndex index_of(const ScaledRows& rows, RowIndex row) {
  if (!rows.range.contains(row)) return -1;
  const RowIndex local = row - rows.range.begin;
  const auto before = std::lower_bound(rows.not_used.begin(), rows.not_used.end(), local);
  if (before != rows.not_used.end() && *before == local) return -1;
  return local - (before - rows.not_used.begin());
}

std::vector<RowIndex> sample_rows(const comm::Communicator& comm, const ScaledRows& rows, RowIndex size,
                                  std::uint64_t seed, Purpose purpose, std::uint32_t stream) {
  const ChosenRows chosen = choose_rows(comm, rows, size, seed, purpose, stream);
  std::vector<RowIndex> mine;
  for (RowIndex number = chosen.here().begin; number < chosen.here().end; ++number)
    mine.push_back(rows.row_of(chosen.index(number)));
  return comm.all_gather(std::span<const RowIndex>(mine));
}

std::vector<float> fetch_rows(const comm::Communicator& comm, const ScaledRows& rows,
                              std::span<const RowIndex> wanted) {
  // Shards ascend with the rank, so the ranks' answers in rank order are in the order asked for.
  std::vector<float> mine;
  const auto first = std::lower_bound(wanted.begin(), wanted.end(), rows.range.begin);
  const auto last = std::lower_bound(wanted.begin(), wanted.end(), rows.range.end);
  for (auto row = first; row != last; ++row) {
    const RowIndex i = index_of(rows, *row);
    for (std::size_t j = 0; j < rows.blocks.width(); ++j) mine.push_back(rows.blocks.at(i, j));
  }
  return comm.all_gather(std::span<const float>(mine));
}

}  // namespace chorus::features
