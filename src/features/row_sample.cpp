#include "chorus/features/row_sample.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace chorus::features {
namespace {

struct Candidate {
  std::uint64_t hash;
  RowIndex row;
};

/// The hash below which about `expected` of `total` rows lie.
std::uint64_t threshold(double expected, double total) {
  const double share = expected / total;
  return share >= 1 ? std::numeric_limits<std::uint64_t>::max() : static_cast<std::uint64_t>(share * 0x1p64);
}

}  // namespace

RowIndex index_of(const ScaledRows& rows, RowIndex row) {
  if (!rows.range.contains(row)) return -1;
  const RowIndex local = row - rows.range.begin;
  const auto before = std::lower_bound(rows.not_used.begin(), rows.not_used.end(), local);
  if (before != rows.not_used.end() && *before == local) return -1;
  return local - (before - rows.not_used.begin());
}

std::vector<RowIndex> sample_rows(const comm::Communicator& comm, const ScaledRows& rows, RowIndex size,
                                  std::uint64_t seed, Purpose purpose, std::uint32_t stream) {
  size = std::min(size, rows.total);
  if (size <= 0) return {};
  // Only rows below a threshold are candidates, so that ranks exchange a little more than the sample.
  double expected = static_cast<double>(size) + 8 * std::sqrt(static_cast<double>(size)) + 8;
  for (;;) {
    const std::uint64_t limit = threshold(expected, static_cast<double>(rows.total));
    std::vector<Candidate> mine;
    for (RowIndex i = 0; i < rows.blocks.rows(); ++i) {
      const RowIndex row = rows.row_of(i);
      const std::uint64_t hash = random_u64(seed, purpose, static_cast<std::uint64_t>(row), stream);
      if (hash <= limit) mine.push_back({hash, row});
    }
    std::vector<Candidate> all = comm.all_gather(std::span<const Candidate>(mine));
    if (std::ssize(all) < size) {
      expected *= 2;
      continue;
    }
    std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) {
      return a.hash != b.hash ? a.hash < b.hash : a.row < b.row;
    });
    std::vector<RowIndex> sample;
    for (RowIndex i = 0; i < size; ++i) sample.push_back(all[static_cast<std::size_t>(i)].row);
    std::sort(sample.begin(), sample.end());
    return sample;
  }
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
