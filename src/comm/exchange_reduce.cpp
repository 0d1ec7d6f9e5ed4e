#include "exchange_reduce.hpp"

#include "fold.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace chorus::comm {
namespace {

constexpr int kExchangeTag = 7004;
constexpr int kRadix = 4;

/// One rank's side of the exchange; the first failure ends it.
class Exchange {
 public:
  Exchange(MPI_Comm comm, const ReducedList& list)
      : comm_(comm), list_(list), theirs_((kRadix - 1) * list.bytes) {}

  [[nodiscard]] int status() const { return status_; }
  void send(int to) {
    attempt([&] { return MPI_Send(list_.values, list_.count, list_.type, to, kExchangeTag, comm_); });
  }
  void receive(int from) {
    attempt([&] {
      return MPI_Recv(list_.values, list_.count, list_.type, from, kExchangeTag, comm_, MPI_STATUS_IGNORE);
    });
  }
  void receive_and_reduce(int from) {
    attempt([&] {
      return MPI_Recv(theirs_.data(), list_.count, list_.type, from, kExchangeTag, comm_, MPI_STATUS_IGNORE);
    });
    reduce(1);
  }
  /// Sends the list to a partner and takes the partner's, at the end of the round.
  void post(int partner) {
    attempt([&] {
      return MPI_Irecv(slot(posted_ / 2), list_.count, list_.type, partner, kExchangeTag, comm_,
                       &requests_[static_cast<std::size_t>(posted_)]);
    });
    attempt([&] {
      return MPI_Isend(list_.values, list_.count, list_.type, partner, kExchangeTag, comm_,
                       &requests_[static_cast<std::size_t>(posted_) + 1]);
    });
    posted_ += 2;
  }
  void end_round() {
    attempt([&] { return MPI_Waitall(posted_, requests_.data(), MPI_STATUSES_IGNORE); });
    reduce(posted_ / 2);
    posted_ = 0;
  }

 private:
  template <class Call>
  void attempt(const Call& call) {
    if (status_ == MPI_SUCCESS) status_ = call();
  }
  std::byte* slot(int number) { return theirs_.data() + static_cast<std::size_t>(number) * list_.bytes; }
  void reduce(int lists) {
    for (int i = 0; i < lists; ++i) {
      attempt([&] { return MPI_Reduce_local(slot(i), list_.values, list_.count, list_.type, list_.op); });
    }
  }

  MPI_Comm comm_;
  const ReducedList& list_;
  std::vector<std::byte> theirs_;
  std::array<MPI_Request, std::size_t{2} * (kRadix - 1)> requests_{};
  int posted_ = 0;
  int status_ = MPI_SUCCESS;
};

}  // namespace

int exchange_reduce(MPI_Comm comm, int rank, int size, const ReducedList& list) {
  const Fold fold(rank, size);
  Exchange exchange(comm, list);
  if (fold.is_guest()) {
    exchange.send(rank + 1);
    exchange.receive(rank + 1);
    return exchange.status();
  }
  if (fold.in_pair()) exchange.receive_and_reduce(rank - 1);
  for (int distance = 1; distance < fold.places; distance *= kRadix) {
    const int radix = std::min(kRadix, fold.places / distance);
    const int digit = fold.place() / distance % radix;
    for (int other = 0; other < radix; ++other) {
      if (other != digit) exchange.post(fold.rank_of(fold.place() + (other - digit) * distance));
    }
    exchange.end_round();
  }
  if (fold.in_pair()) exchange.send(rank - 1);
  return exchange.status();
}

}  // namespace chorus::comm
