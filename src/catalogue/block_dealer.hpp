// Deals the blocks of a CSV file to the ranks: rank 0 reads, and in each round every rank gets the next
// blocks, in rank order, so that file order is (round, rank) order.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "source_blocks.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chorus::catalogue {

class BlockDealer {
 public:
  /// Collective. Throws AgreedError as SourceBlocks does.
  BlockDealer(const comm::Communicator& comm, const std::filesystem::path& path, const SourceRange& range);

  /// Collective. Deals the next round; false when none is left. A rank's bytes may be none. After a failure
  /// of the source the blocks before it are dealt first.
  bool deal();
  /// This rank's blocks, as one: whole records, and where they stand in the file.
  [[nodiscard]] std::span<const char> bytes() const { return own_.bytes(); }
  [[nodiscard]] csv::CsvPosition start() const { return own_.start; }
  /// The lines among them that are no sound CSV, if the source leaves such lines out.
  [[nodiscard]] std::span<const csv::ByteSpan> rejected() const { return own_.rejected; }

  /// Collective. Throws the source's failure, if it had one, as AgreedError. After deal() returned false.
  void check_source() const;
  /// The file's hash on rank 0, if asked for; empty elsewhere. After check_source().
  [[nodiscard]] std::string hash() const;

 private:
  /// What ranks other than 0 get in a round: rank 0 also reads, so it parses half as much.
  static constexpr std::size_t kElsewhere = 2;
  /// Precedes them on their way.
  struct Header {
    std::uint64_t offset = 0;
    std::int64_t line = 0;
    std::array<std::uint64_t, kElsewhere> sizes{};
    std::array<std::uint64_t, kElsewhere> rejected{};
    std::uint64_t more = 0;  ///< 0 after the last round
  };
  /// Blocks on their way to another rank.
  struct Parcel {
    std::unique_ptr<Header> header;
    std::array<SourceBlock, kElsewhere> blocks;
    std::vector<comm::Sending> sendings;
  };
  [[nodiscard]] SourceBlock next_block();
  void post(int rank, bool more);
  void receive(Header header);

  const comm::Communicator& comm_;
  std::optional<SourceBlocks> source_;  // on rank 0
  std::deque<Parcel> parcels_;          // on rank 0
  std::exception_ptr failure_;          // on rank 0
  SourceBlock own_;                     // elsewhere all of this round's blocks in one
};

}  // namespace chorus::catalogue
