#include "exchange_sum.hpp"

#include "fold.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace chorus::comm {
namespace {

constexpr int kTag = 7004;
constexpr int kRadix = 4;

}  // namespace

int exchange_sum(MPI_Comm comm, int rank, int size, std::span<std::int64_t> values) {
  const Fold fold(rank, size);
  const auto count = static_cast<int>(values.size());
  if (fold.is_guest()) {
    if (const int status = MPI_Send(values.data(), count, MPI_INT64_T, rank + 1, kTag, comm)) return status;
    return MPI_Recv(values.data(), count, MPI_INT64_T, rank + 1, kTag, comm, MPI_STATUS_IGNORE);
  }
  std::vector<std::int64_t> theirs((kRadix - 1) * values.size());
  const auto add = [&](std::size_t lists) {
    for (std::size_t i = 0; i < lists * values.size(); ++i) values[i % values.size()] += theirs[i];
  };
  if (fold.in_pair()) {
    if (const int status =
            MPI_Recv(theirs.data(), count, MPI_INT64_T, rank - 1, kTag, comm, MPI_STATUS_IGNORE)) {
      return status;
    }
    add(1);
  }
  for (int distance = 1; distance < fold.places; distance *= kRadix) {
    const int radix = std::min(kRadix, fold.places / distance);
    const int digit = fold.place() / distance % radix;
    std::array<MPI_Request, std::size_t{2} * (kRadix - 1)> requests{};
    int posted = 0;
    for (int other = 0; other < radix; ++other) {
      if (other == digit) continue;
      const int partner = fold.rank_of(fold.place() + (other - digit) * distance);
      std::int64_t* slot = theirs.data() + static_cast<std::size_t>(posted / 2) * values.size();
      MPI_Request* request = &requests[static_cast<std::size_t>(posted)];
      if (const int status = MPI_Irecv(slot, count, MPI_INT64_T, partner, kTag, comm, request)) return status;
      ++request;
      if (const int status = MPI_Isend(values.data(), count, MPI_INT64_T, partner, kTag, comm, request)) {
        return status;
      }
      posted += 2;
    }
    if (const int status = MPI_Waitall(posted, requests.data(), MPI_STATUSES_IGNORE)) return status;
    add(static_cast<std::size_t>(radix - 1));
  }
  if (fold.in_pair()) return MPI_Send(values.data(), count, MPI_INT64_T, rank - 1, kTag, comm);
  return MPI_SUCCESS;
}

}  // namespace chorus::comm
