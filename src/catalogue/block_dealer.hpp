// Deals the blocks of a CSV file to the ranks: rank 0 reads, and in each round every rank gets the next
// block, in rank order, so that file order is (round, rank) order.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "source_blocks.hpp"

#include <exception>
#include <filesystem>
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
  [[nodiscard]] std::optional<SourceBlock> next_block();

  const comm::Communicator& comm_;
  std::optional<SourceBlocks> source_;  // on rank 0
  std::exception_ptr failure_;          // on rank 0
  SourceBlock own_;                     // on rank 0
  std::vector<char> received_;          // elsewhere
  CsvPosition start_;
};

}  // namespace chorus::catalogue
