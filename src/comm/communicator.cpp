#include "chorus/comm/communicator.hpp"

#include "chorus/core/error.hpp"
#include "exchange_reduce.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <climits>
#include <cstdlib>
#include <numeric>

namespace chorus::comm {
namespace {

std::size_t g_transfer_limit = std::size_t{1} << 30U;

void check(int code, const char* operation) {
  if (code == MPI_SUCCESS) return;
  std::array<char, MPI_MAX_ERROR_STRING> text{};
  int length = 0;
  MPI_Error_string(code, text.data(), &length);
  throw Error(Exit::kIo, describe(std::string("MPI failed in ") + operation,
                                  std::string(text.data(), static_cast<std::size_t>(length)),
                                  "check the network and the other ranks' output"));
}

/// Calls work(offset, count) for consecutive pieces of `count` elements that fit one MPI call.
template <class Work>
void in_pieces(std::size_t count, std::size_t element_bytes, const Work& work) {
  const std::size_t piece =
      std::clamp<std::size_t>(g_transfer_limit / element_bytes, 1, static_cast<std::size_t>(INT_MAX));
  for (std::size_t offset = 0; offset < count; offset += piece) {
    work(offset, static_cast<int>(std::min(piece, count - offset)));
  }
}

}  // namespace

/// Adds the time until its end, and the bytes, to the communicator's traffic.
class Communicator::Meter {
 public:
  Meter(const Communicator& comm, std::size_t bytes, bool collective = true)
      : traffic_(*comm.traffic_), wait_(*comm.pulse_) {
    if (collective && comm.measure_waiting_) {
      const double start = MPI_Wtime();
      check(MPI_Barrier(comm.handle_), "barrier");
      traffic_.waiting += MPI_Wtime() - start;
    }
    traffic_.bytes += bytes;
    ++traffic_.calls;
    start_ = MPI_Wtime();
  }
  ~Meter() { traffic_.seconds += MPI_Wtime() - start_; }
  Meter(const Meter&) = delete;
  Meter& operator=(const Meter&) = delete;

 private:
  Traffic& traffic_;
  Wait wait_;
  double start_ = 0;
};

Communicator::Communicator(MPI_Comm handle)
    : handle_(handle), traffic_(std::make_shared<Traffic>()), pulse_(std::make_shared<Pulse>()) {
  check(MPI_Comm_set_errhandler(handle_, MPI_ERRORS_RETURN), "set_errhandler");
  check(MPI_Comm_rank(handle_, &rank_), "rank");
  check(MPI_Comm_size(handle_, &size_), "size");
}

Communicator Communicator::world() {
  return Communicator(MPI_COMM_WORLD);
}

void Communicator::limit_transfer(std::size_t bytes) {
  g_transfer_limit = bytes;
}

void Communicator::barrier() const {
  const Meter meter(*this, 0, false);
  check(MPI_Barrier(handle_), "barrier");
}

template <class T>
void Communicator::reduce(std::span<T> values, MPI_Datatype type, MPI_Op op) const {
  if (size_ == 1) return;
  const Meter meter(*this, values.size_bytes());
  if (size_ >= kExchangeRanks && values.size_bytes() <= kExchangeBytes) {
    const ReducedList list{values.data(), static_cast<int>(values.size()), values.size_bytes(), type, op};
    return check(exchange_reduce(handle_, rank_, size_, list), "reduce");
  }
  in_pieces(values.size(), sizeof(T), [&](std::size_t offset, int count) {
    check(MPI_Allreduce(MPI_IN_PLACE, values.data() + offset, count, type, op, handle_), "allreduce");
  });
}

void Communicator::sum(std::span<std::int64_t> values) const {
  reduce(values, MPI_INT64_T, MPI_SUM);
}
void Communicator::sum(std::span<std::uint64_t> values) const {
  reduce(values, MPI_UINT64_T, MPI_SUM);
}
void Communicator::max(std::span<double> values) const {
  reduce(values, MPI_DOUBLE, MPI_MAX);
}
void Communicator::min(std::span<double> values) const {
  reduce(values, MPI_DOUBLE, MPI_MIN);
}
void Communicator::max(std::span<std::int64_t> values) const {
  reduce(values, MPI_INT64_T, MPI_MAX);
}
void Communicator::min(std::span<std::int64_t> values) const {
  reduce(values, MPI_INT64_T, MPI_MIN);
}

namespace {

// A 128-bit total travels as two int64 whose sums over up to 2^19 ranks cannot overflow.
constexpr unsigned kLowBits = 44;

std::array<std::int64_t, 2> halves(Int128 value) {
  const Int128 low = value & ((Int128{1} << kLowBits) - 1);
  return {static_cast<std::int64_t>(low), static_cast<std::int64_t>(value >> kLowBits)};
}

Int128 joined(std::int64_t low, std::int64_t high) {
  return (static_cast<Int128>(high) * (Int128{1} << kLowBits)) + low;
}

}  // namespace

void Communicator::sum(std::span<Int128> values) const {
  if (size_ == 1) return;
  std::vector<std::int64_t> parts;
  parts.reserve(values.size() * 2);
  for (const Int128 value : values) {
    assert((value >> 107) == 0 || (value >> 107) == -1);
    const auto [low, high] = halves(value);
    parts.push_back(low);
    parts.push_back(high);
  }
  sum(std::span<std::int64_t>(parts));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = joined(parts[2 * i], parts[2 * i + 1]);
}

void Communicator::broadcast_bytes(std::span<std::byte> bytes, int root) const {
  if (size_ == 1) return;
  const Meter meter(*this, bytes.size());
  in_pieces(bytes.size(), 1, [&](std::size_t offset, int count) {
    check(MPI_Bcast(bytes.data() + offset, count, MPI_BYTE, root, handle_), "broadcast");
  });
}

std::string Communicator::broadcast(std::string text, int root) const {
  auto length = static_cast<std::uint64_t>(text.size());
  broadcast(std::span<std::uint64_t>(&length, 1), root);
  text.resize(length);
  broadcast_bytes(std::as_writable_bytes(std::span<char>(text)), root);
  return text;
}

std::vector<std::byte> Communicator::gather_bytes(std::span<const std::byte> mine, int root) const {
  const auto length = static_cast<std::uint64_t>(mine.size());
  std::vector<std::uint64_t> lengths(rank_ == root ? static_cast<std::size_t>(size_) : 0);
  const Meter meter(*this, mine.size());
  // NOLINTNEXTLINE(mpi-type-mismatch): uint64_t is unsigned long, which the check takes for another type
  check(MPI_Gather(&length, 1, MPI_UINT64_T, lengths.data(), 1, MPI_UINT64_T, root, handle_), "gather");
  constexpr int kTag = 7001;
  if (rank_ != root) {
    in_pieces(mine.size(), 1, [&](std::size_t offset, int count) {
      check(MPI_Send(mine.data() + offset, count, MPI_BYTE, root, kTag, handle_), "gather");
    });
    return {};
  }
  std::vector<std::byte> all(std::accumulate(lengths.begin(), lengths.end(), std::uint64_t{0}));
  std::size_t at = 0;
  for (int from = 0; from < size_; ++from) {
    const std::size_t size = lengths[static_cast<std::size_t>(from)];
    if (from == rank_) {
      std::copy(mine.begin(), mine.end(), all.begin() + static_cast<std::ptrdiff_t>(at));
    } else {
      in_pieces(size, 1, [&](std::size_t offset, int count) {
        check(MPI_Recv(all.data() + at + offset, count, MPI_BYTE, from, kTag, handle_, MPI_STATUS_IGNORE),
              "gather");
      });
    }
    at += size;
  }
  return all;
}

std::vector<std::byte> Communicator::all_gather_bytes(std::span<const std::byte> mine) const {
  const auto length = static_cast<std::uint64_t>(mine.size());
  std::vector<std::uint64_t> lengths(static_cast<std::size_t>(size_));
  {
    const Meter meter(*this, sizeof length);
    // NOLINTNEXTLINE(mpi-type-mismatch): as above
    check(MPI_Allgather(&length, 1, MPI_UINT64_T, lengths.data(), 1, MPI_UINT64_T, handle_), "allgather");
  }
  const std::uint64_t total = std::accumulate(lengths.begin(), lengths.end(), std::uint64_t{0});
  if (total <= std::min<std::size_t>(g_transfer_limit, INT_MAX)) {
    std::vector<int> counts;
    std::vector<int> offsets;
    std::uint64_t at = 0;
    for (const std::uint64_t bytes : lengths) {
      counts.push_back(static_cast<int>(bytes));
      offsets.push_back(static_cast<int>(at));
      at += bytes;
    }
    std::vector<std::byte> all(total);
    const Meter meter(*this, total);
    check(MPI_Allgatherv(mine.data(), static_cast<int>(length), MPI_BYTE, all.data(), counts.data(),
                         offsets.data(), MPI_BYTE, handle_),
          "allgather");
    return all;
  }
  std::vector<std::byte> all = gather_bytes(mine, 0);
  all.resize(total);
  broadcast_bytes(all, 0);
  return all;
}

std::vector<std::string> Communicator::all_gather(const std::string& mine) const {
  const std::vector<std::uint64_t> lengths = all_gather(static_cast<std::uint64_t>(mine.size()));
  const std::vector<char> joined_text = all_gather(std::span<const char>(mine));
  std::vector<std::string> texts;
  auto at = joined_text.begin();
  for (const std::uint64_t length : lengths) {
    texts.emplace_back(at, at + static_cast<std::ptrdiff_t>(length));
    at += static_cast<std::ptrdiff_t>(length);
  }
  return texts;
}

std::vector<std::byte> Communicator::all_to_all_bytes(
    const std::vector<std::span<const std::byte>>& outgoing) const {
  assert(std::ssize(outgoing) == size_);
  std::vector<std::uint64_t> out_lengths;
  out_lengths.reserve(outgoing.size());
  for (const auto& part : outgoing) out_lengths.push_back(part.size());
  std::vector<std::uint64_t> in_lengths(out_lengths.size());
  const Meter meter(*this, std::accumulate(out_lengths.begin(), out_lengths.end(), std::uint64_t{0}));
  // NOLINTNEXTLINE(mpi-type-mismatch): as above
  check(MPI_Alltoall(out_lengths.data(), 1, MPI_UINT64_T, in_lengths.data(), 1, MPI_UINT64_T, handle_),
        "alltoall");
  std::vector<std::byte> incoming(std::accumulate(in_lengths.begin(), in_lengths.end(), std::uint64_t{0}));
  std::vector<std::size_t> at(in_lengths.size(), 0);
  std::exclusive_scan(in_lengths.begin(), in_lengths.end(), at.begin(), std::size_t{0});
  constexpr int kTag = 7002;
  std::vector<MPI_Request> requests;
  const auto post = [&](int peer) {
    const auto p = static_cast<std::size_t>(peer);
    in_pieces(in_lengths[p], 1, [&](std::size_t offset, int count) {
      requests.push_back(MPI_REQUEST_NULL);
      check(
          MPI_Irecv(incoming.data() + at[p] + offset, count, MPI_BYTE, peer, kTag, handle_, &requests.back()),
          "alltoall");
    });
  };
  for (int peer = 0; peer < size_; ++peer) post(peer);
  for (int step = 0; step < size_; ++step) {
    const int peer = (rank_ + step) % size_;
    const auto part = outgoing[static_cast<std::size_t>(peer)];
    in_pieces(part.size(), 1, [&](std::size_t offset, int count) {
      requests.push_back(MPI_REQUEST_NULL);
      check(MPI_Isend(part.data() + offset, count, MPI_BYTE, peer, kTag, handle_, &requests.back()),
            "alltoall");
    });
  }
  check(MPI_Waitall(static_cast<int>(requests.size()), requests.data(), MPI_STATUSES_IGNORE), "alltoall");
  return incoming;
}

Sending Communicator::start_sending(std::span<const std::byte> bytes, int to, int tag) const {
  const Meter meter(*this, bytes.size(), false);
  Sending sending;
  sending.traffic_ = traffic_;
  in_pieces(bytes.size(), 1, [&](std::size_t offset, int count) {
    sending.requests_.push_back(MPI_REQUEST_NULL);
    check(MPI_Isend(bytes.data() + offset, count, MPI_BYTE, to, tag, handle_, &sending.requests_.back()),
          "send");
  });
  return sending;
}

Sending::~Sending() {
  // Left alone, MPI would go on reading memory that its owner frees.
  if (!requests_.empty())
    MPI_Waitall(static_cast<int>(requests_.size()), requests_.data(), MPI_STATUSES_IGNORE);
}

void Sending::finish() {
  if (requests_.empty()) return;
  const double start = MPI_Wtime();
  check(MPI_Waitall(static_cast<int>(requests_.size()), requests_.data(), MPI_STATUSES_IGNORE), "send");
  requests_.clear();
  traffic_->seconds += MPI_Wtime() - start;
}

void Communicator::send_bytes(std::span<const std::byte> bytes, int to, int tag) const {
  const Meter meter(*this, bytes.size(), false);
  in_pieces(bytes.size(), 1, [&](std::size_t offset, int count) {
    check(MPI_Send(bytes.data() + offset, count, MPI_BYTE, to, tag, handle_), "send");
  });
}

void Communicator::receive_bytes(std::span<std::byte> bytes, int from, int tag) const {
  const Meter meter(*this, bytes.size(), false);
  in_pieces(bytes.size(), 1, [&](std::size_t offset, int count) {
    check(MPI_Recv(bytes.data() + offset, count, MPI_BYTE, from, tag, handle_, MPI_STATUS_IGNORE), "receive");
  });
}

void Communicator::exchange_bytes(std::span<const std::byte> out, int to, std::span<std::byte> in, int from,
                                  int tag) const {
  const Meter meter(*this, out.size() + in.size(), false);
  std::vector<MPI_Request> requests;
  in_pieces(in.size(), 1, [&](std::size_t offset, int count) {
    requests.push_back(MPI_REQUEST_NULL);
    check(MPI_Irecv(in.data() + offset, count, MPI_BYTE, from, tag, handle_, &requests.back()), "exchange");
  });
  in_pieces(out.size(), 1, [&](std::size_t offset, int count) {
    requests.push_back(MPI_REQUEST_NULL);
    check(MPI_Isend(out.data() + offset, count, MPI_BYTE, to, tag, handle_, &requests.back()), "exchange");
  });
  check(MPI_Waitall(static_cast<int>(requests.size()), requests.data(), MPI_STATUSES_IGNORE), "exchange");
}

void Communicator::abort(int status) const {
  MPI_Abort(handle_, status);
  std::abort();  // not reached: MPI_Abort ends the process
}

}  // namespace chorus::comm
