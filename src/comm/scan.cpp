// Exclusive scan and total by recursive doubling. Ranks beyond the largest power of two are folded first: of
// the lowest ranks, each even one hands its values to the odd one above it and is told the result.
#include "chorus/comm/communicator.hpp"

#include <bit>

namespace chorus::comm {
namespace {

constexpr int kTag = 7003;

void add(std::span<Int128> to, std::span<const Int128> values) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += values[i];
}

}  // namespace

Communicator::Scan Communicator::scan(std::span<const Int128> values) const {
  Scan scan{std::vector<Int128>(values.size(), 0), {values.begin(), values.end()}};
  const auto doubling = static_cast<int>(std::bit_floor(static_cast<unsigned>(size_)));
  const int folded = 2 * (size_ - doubling);  // ranks below this go in pairs
  std::vector<Int128> theirs(values.size());
  const auto incoming = std::as_writable_bytes(std::span(theirs));
  if (rank_ < folded && rank_ % 2 == 0) {
    send_bytes(std::as_bytes(values), rank_ + 1, kTag);
    receive_bytes(std::as_writable_bytes(std::span(scan.below)), rank_ + 1, kTag);
    receive_bytes(std::as_writable_bytes(std::span(scan.total)), rank_ + 1, kTag);
    return scan;
  }
  if (rank_ < folded) {
    receive_bytes(incoming, rank_ - 1, kTag);
    add(scan.below, theirs);
    add(scan.total, theirs);
  }
  const std::vector<Int128> of_pair = theirs;
  const auto rank_of = [&](int place) { return place < folded / 2 ? 2 * place + 1 : place + folded / 2; };
  const int place = rank_ < folded ? rank_ / 2 : rank_ - folded / 2;
  for (int distance = 1; distance < doubling; distance *= 2) {
    const int partner = place ^ distance;
    exchange_bytes(std::as_bytes(std::span(scan.total)), rank_of(partner), incoming, rank_of(partner), kTag);
    if (partner < place) add(scan.below, theirs);
    add(scan.total, theirs);
  }
  if (rank_ < folded) {
    std::vector<Int128> below_pair = scan.below;
    for (std::size_t i = 0; i < below_pair.size(); ++i) below_pair[i] -= of_pair[i];
    send_bytes(std::as_bytes(std::span(below_pair)), rank_ - 1, kTag);
    send_bytes(std::as_bytes(std::span(scan.total)), rank_ - 1, kTag);
  }
  return scan;
}

}  // namespace chorus::comm
