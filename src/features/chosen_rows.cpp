#include "chorus/features/chosen_rows.hpp"

#include "chorus/comm/agree.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace chorus::features {
namespace {

struct Candidate {
  std::uint64_t hash;
  RowIndex index;
};

/// The hash below which about `expected` of `total` rows lie.
std::uint64_t threshold(double expected, double total) {
  const double share = expected / total;
  return share >= 1 ? std::numeric_limits<std::uint64_t>::max() : static_cast<std::uint64_t>(share * 0x1p64);
}

/// This rank's rows up to a limit of the hash, by hash. Rows ascend among equal hashes.
std::vector<Candidate> candidates_below(const ScaledRows& rows, std::uint64_t limit, std::uint64_t seed,
                                        Purpose purpose, std::uint32_t stream) {
  std::vector<Candidate> mine;
  for (RowIndex i = 0; i < rows.blocks.rows(); ++i) {
    const std::uint64_t hash = random_u64(seed, purpose, static_cast<std::uint64_t>(rows.row_of(i)), stream);
    if (hash <= limit) mine.push_back({hash, i});
  }
  std::sort(mine.begin(), mine.end(), [](const Candidate& a, const Candidate& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.index < b.index;
  });
  return mine;
}

std::int64_t count_below(const std::vector<Candidate>& sorted, std::uint64_t hash) {
  const auto by_hash = [](const Candidate& a, std::uint64_t value) { return a.hash < value; };
  return std::lower_bound(sorted.begin(), sorted.end(), hash, by_hash) - sorted.begin();
}

/// Where the hash of the rank-th candidate of all ranks lies (from 0), digit by digit, and how many
/// candidates lie below it.
struct Place {
  std::uint64_t hash = 0;
  std::int64_t below = 0;
};

Place find_place(const comm::Communicator& comm, const std::vector<Candidate>& sorted, RowIndex rank) {
  constexpr std::uint64_t kDigits = 256;
  Place place;
  for (int shift = 56; shift >= 0; shift -= 8) {
    // How many lie below each value that the next digit can have.
    std::array<std::int64_t, kDigits> below{};
    for (std::uint64_t digit = 0; digit < kDigits; ++digit)
      below[digit] = count_below(sorted, place.hash | digit << static_cast<unsigned>(shift));
    comm.sum(std::span<std::int64_t>(below));
    const auto behind = std::upper_bound(below.begin(), below.end(), rank);
    place.below = *std::prev(behind);
    place.hash |= static_cast<std::uint64_t>(std::prev(behind) - below.begin())
                  << static_cast<unsigned>(shift);
  }
  return place;
}

RowIndex rows_before(const comm::Communicator& comm, RowIndex mine) {
  const std::array<Int128, 1> one = {mine};
  return static_cast<RowIndex>(comm.scan(one).below[0]);
}

}  // namespace

ChosenRows choose_rows(const comm::Communicator& comm, const ScaledRows& rows, RowIndex size,
                       std::uint64_t seed, Purpose purpose, std::uint32_t stream) {
  if (size >= rows.total) return {rows, rows_before(comm, rows.blocks.rows())};
  if (size <= 0) return {0, 0, {}};
  // Only rows below a threshold are candidates, so that a rank sorts a little more than what it owns of the
  // sample.
  double expected = static_cast<double>(size) + 8 * std::sqrt(static_cast<double>(size)) + 8;
  for (;; expected *= 2) {
    const std::uint64_t limit = threshold(expected, static_cast<double>(rows.total));
    const std::vector<Candidate> sorted =
        comm::agree_on(comm, [&] { return candidates_below(rows, limit, seed, purpose, stream); });
    if (comm.sum_of(static_cast<std::int64_t>(sorted.size())) < size) continue;
    const Place last = find_place(comm, sorted, size - 1);
    const auto [first_equal, last_equal] =
        std::equal_range(sorted.begin(), sorted.end(), Candidate{last.hash, 0},
                         [](const Candidate& a, const Candidate& b) { return a.hash < b.hash; });
    // Of rows with the very hash of the last, the lowest fill what is left.
    const RowIndex left = size - last.below - rows_before(comm, last_equal - first_equal);
    const auto end = first_equal + std::clamp<RowIndex>(left, 0, last_equal - first_equal);
    std::vector<RowIndex> mine;
    mine.reserve(static_cast<std::size_t>(end - sorted.begin()));
    std::transform(sorted.begin(), end, std::back_inserter(mine),
                   [](const Candidate& candidate) { return candidate.index; });
    std::sort(mine.begin(), mine.end());
    const RowIndex before = rows_before(comm, std::ssize(mine));
    return {size, before, std::move(mine)};
  }
}

}  // namespace chorus::features
