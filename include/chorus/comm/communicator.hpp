// The communicator and the few collectives that Chorus uses, on spans. Counts are 64-bit: a transfer that is
// too large for one MPI call is split here, nowhere else. Every call adds its seconds, bytes and one call to
// `traffic()`.
//
// All functions are collective unless they say "Local." or "Point to point."; every rank must call them in
// the same order with the same sizes. They throw chorus::Error (Exit::kIo) where MPI reports a failure.
#pragma once

#include "chorus/comm/pulse.hpp"
#include "chorus/core/types.hpp"

#include <mpi.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace chorus::comm {

/// What communication has cost this rank so far.
struct Traffic {
  double seconds = 0;
  std::uint64_t bytes = 0;  ///< payload that this rank handed to or took from MPI
  std::uint64_t calls = 0;
  double waiting = 0;  ///< seconds in the barrier before collectives, with detailed timings only
};

/// A value that may travel as its bytes.
template <class T>
concept Plain = std::is_trivially_copyable_v<T>;

/// Bytes on their way to another rank.
class Sending {
 public:
  Sending() = default;
  Sending(Sending&&) = default;
  Sending& operator=(Sending&&) = default;
  Sending(const Sending&) = delete;
  Sending& operator=(const Sending&) = delete;
  ~Sending();  ///< as finish(), but for its errors
  /// Point to point: waits until the bytes may be changed again.
  void finish();

 private:
  friend class Communicator;
  std::shared_ptr<Traffic> traffic_;
  std::vector<MPI_Request> requests_;
};

class Communicator {
 public:
  /// All ranks of the job. Local.
  [[nodiscard]] static Communicator world();

  [[nodiscard]] int rank() const { return rank_; }
  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] bool is_root() const { return rank_ == 0; }
  /// For parallel HDF5. Local.
  [[nodiscard]] MPI_Comm handle() const { return handle_; }

  [[nodiscard]] const Traffic& traffic() const { return *traffic_; }
  /// Beats at the end of every call. Local; any thread, as long as a copy of the communicator lives.
  [[nodiscard]] Pulse& pulse() const { return *pulse_; }
  /// Measures waiting apart from transfer, by a barrier before every collective. Local, but all ranks must
  /// agree.
  void measure_waiting(bool on) { measure_waiting_ = on; }

  void barrier() const;
  /// A barrier whose waiting ranks sleep, so that they leave cores and memory to those that still work; they
  /// wake some milliseconds late. Not counted as traffic.
  void rest() const;
  /// The ranks that pass true as a communicator of their own, in the order of their ranks here, with traffic
  /// that counts from 0; nothing on the others. All of its copies must be gone before MPI ends.
  [[nodiscard]] std::optional<Communicator> split(bool takes_part) const;

  /// Element-wise totals over all ranks, in place.
  void sum(std::span<std::int64_t> values) const;
  void sum(std::span<std::uint64_t> values) const;  ///< modulo 2^64
  void sum(std::span<Int128> values) const;         ///< exact while totals stay below 2^106
  void max(std::span<double> values) const;
  void min(std::span<double> values) const;
  void max(std::span<std::int64_t> values) const;
  void min(std::span<std::int64_t> values) const;
  template <class T>
  [[nodiscard]] T sum_of(T value) const {
    sum(std::span<T>(&value, 1));
    return value;
  }
  template <class T>
  [[nodiscard]] T max_of(T value) const {
    max(std::span<T>(&value, 1));
    return value;
  }
  template <class T>
  [[nodiscard]] T min_of(T value) const {
    min(std::span<T>(&value, 1));
    return value;
  }

  /// Element-wise totals over all lower ranks (0 on rank 0), and over all ranks.
  struct Scan {
    std::vector<Int128> below;
    std::vector<Int128> total;
  };
  /// Both at the price of one reduction: log2(ranks) exchanges with one partner each. (MPI_Exscan may hand
  /// its values on from rank to rank.)
  [[nodiscard]] Scan scan(std::span<const Int128> values) const;

  /// Copies root's bytes to every rank, in place; sizes must match.
  void broadcast_bytes(std::span<std::byte> bytes, int root) const;
  template <Plain T>
  void broadcast(std::span<T> values, int root) const {
    broadcast_bytes(std::as_writable_bytes(values), root);
  }
  /// Root's text on every rank.
  [[nodiscard]] std::string broadcast(std::string text, int root) const;

  /// The bytes of all ranks, in rank order, on every rank.
  [[nodiscard]] std::vector<std::byte> all_gather_bytes(std::span<const std::byte> mine) const;
  /// The values of all ranks, in rank order, on every rank; ranks may contribute different numbers.
  template <Plain T>
  [[nodiscard]] std::vector<T> all_gather(std::span<const T> mine) const {
    return reinterpret<T>(all_gather_bytes(std::as_bytes(mine)));
  }
  template <Plain T>
  [[nodiscard]] std::vector<T> all_gather(const T& mine) const {
    return all_gather(std::span<const T>(&mine, 1));
  }
  /// The texts of all ranks, in rank order, on every rank.
  [[nodiscard]] std::vector<std::string> all_gather(const std::string& mine) const;

  /// The bytes of all ranks, in rank order, on root; empty elsewhere.
  [[nodiscard]] std::vector<std::byte> gather_bytes(std::span<const std::byte> mine, int root) const;
  template <Plain T>
  [[nodiscard]] std::vector<T> gather(std::span<const T> mine, int root) const {
    return reinterpret<T>(gather_bytes(std::as_bytes(mine), root));
  }

  /// Deals outgoing[r] to rank r; returns what the ranks sent here, in rank order, joined.
  [[nodiscard]] std::vector<std::byte> all_to_all_bytes(
      const std::vector<std::span<const std::byte>>& outgoing) const;
  template <Plain T>
  [[nodiscard]] std::vector<T> all_to_all(const std::vector<std::vector<T>>& outgoing) const {
    std::vector<std::span<const std::byte>> bytes;
    bytes.reserve(outgoing.size());
    for (const auto& part : outgoing) bytes.push_back(std::as_bytes(std::span<const T>(part)));
    return reinterpret<T>(all_to_all_bytes(bytes));
  }

  /// Point to point: begins to send, and leaves `bytes` alone until the sending is done. The receiver need
  /// not know.
  [[nodiscard]] Sending start_sending(std::span<const std::byte> bytes, int to, int tag) const;
  /// Point to point, blocking.
  void send_bytes(std::span<const std::byte> bytes, int to, int tag) const;
  void receive_bytes(std::span<std::byte> bytes, int from, int tag) const;
  /// Point to point: sends `out` to one neighbour while receiving `in` from another.
  void exchange_bytes(std::span<const std::byte> out, int to, std::span<std::byte> in, int from,
                      int tag) const;

  /// Ends every rank of the job with `status`. Local, does not return.
  [[noreturn]] void abort(int status) const;

  /// For tests: the largest number of bytes handed to one MPI call (2^31 - 1 elements is MPI's own limit).
  static void limit_transfer(std::size_t bytes);

 private:
  explicit Communicator(MPI_Comm handle);
  template <Plain T>
  static std::vector<T> reinterpret(const std::vector<std::byte>& bytes) {
    std::vector<T> values(bytes.size() / sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
  }
  class Meter;
  template <class T>
  void reduce(std::span<T> values, MPI_Datatype type, MPI_Op op) const;

  MPI_Comm handle_;
  int rank_ = 0;
  int size_ = 1;
  bool measure_waiting_ = false;
  std::shared_ptr<Traffic> traffic_;
  std::shared_ptr<Pulse> pulse_;
  std::shared_ptr<void> freed_with_;  ///< of a split: frees the handle with the last copy
};

}  // namespace chorus::comm
