// Exclusive scan and total by recursive doubling. Ranks beyond the largest power of two are folded first: of
// the lowest ranks, each even one hands its values to the odd one above it and is told the result.
#include "chorus/comm/communicator.hpp"
#include "fold.hpp"

namespace chorus::comm {
namespace {

constexpr int kScanTag = 7003;

void add(std::span<Int128> to, std::span<const Int128> values) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += values[i];
}

}  // namespace

Communicator::Scan Communicator::scan(std::span<const Int128> values) const {
  Scan scan{std::vector<Int128>(values.size(), 0), {values.begin(), values.end()}};
  const Fold fold(rank_, size_);
  std::vector<Int128> theirs(values.size());
  const auto incoming = std::as_writable_bytes(std::span(theirs));
  if (fold.is_guest()) {
    send_bytes(std::as_bytes(values), rank_ + 1, kScanTag);
    receive_bytes(std::as_writable_bytes(std::span(scan.below)), rank_ + 1, kScanTag);
    receive_bytes(std::as_writable_bytes(std::span(scan.total)), rank_ + 1, kScanTag);
    return scan;
  }
  if (fold.in_pair()) {
    receive_bytes(incoming, rank_ - 1, kScanTag);
    add(scan.below, theirs);
    add(scan.total, theirs);
  }
  const std::vector<Int128> of_pair = theirs;
  for (int distance = 1; distance < fold.places; distance *= 2) {
    const int partner = fold.rank_of(fold.place() ^ distance);
    exchange_bytes(std::as_bytes(std::span(scan.total)), partner, incoming, partner, kScanTag);
    if (partner < rank_) add(scan.below, theirs);
    add(scan.total, theirs);
  }
  if (fold.in_pair()) {
    std::vector<Int128> below_pair = scan.below;
    for (std::size_t i = 0; i < below_pair.size(); ++i) below_pair[i] -= of_pair[i];
    send_bytes(std::as_bytes(std::span(below_pair)), rank_ - 1, kScanTag);
    send_bytes(std::as_bytes(std::span(scan.total)), rank_ - 1, kScanTag);
  }
  return scan;
}

}  // namespace chorus::comm
