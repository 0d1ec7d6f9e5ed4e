// Deals the blocks of a CSV file to the ranks: rank 0 reads, and in each round every rank gets the next
// block, in rank order, so that file order is (round, rank) order.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "source_blocks.hpp"

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

  /// Collective. Deals the next round; false when none is left. A rank's block may be empty. After a failure
  /// of the source the blocks before it are dealt first.
  bool deal();
  /// This rank's block: whole records, and where they stand in the file.
  [[nodiscard]] std::span<const char> bytes() const;
  [[nodiscard]] CsvPosition start() const { return start_; }

  /// Collective. Throws the source's failure, if it had one, as AgreedError. After deal() returned false.
  void check_source() const;
  /// The file's hash on rank 0, if asked for; empty elsewhere. After check_source().
  [[nodiscard]] std::string hash() const;

 private:
  /// Precedes a block on its way to another rank.
  struct BlockHeader {
    std::uint64_t offset = 0;
    std::int64_t line = 0;
    std::uint64_t size = 0;
    std::uint64_t more = 0;  ///< 0 after the last round
  };
  [[nodiscard]] std::optional<SourceBlock> next_block();

  const comm::Communicator& comm_;
  /// A block on its way to another rank.
  struct Parcel {
    SourceBlock block;
    std::unique_ptr<BlockHeader> header;
    comm::Sending header_sent;
    comm::Sending block_sent;
  };
  void post(SourceBlock block, int rank, bool more);

  std::optional<SourceBlocks> source_;  // on rank 0
  std::deque<Parcel> parcels_;          // on rank 0
  std::exception_ptr failure_;          // on rank 0
  SourceBlock own_;                     // on rank 0
  std::vector<char> received_;          // elsewhere
  CsvPosition start_;
};

}  // namespace chorus::catalogue
