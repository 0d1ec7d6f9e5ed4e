// A CSV file as a stream of blocks of whole records, read, hashed and cut by a helper thread that runs ahead.
// The thread calls neither MPI nor HDF5. All functions are local.
#pragma once

#include "block_buffer.hpp"
#include "chorus/csv/format.hpp"
#include "chorus/csv/lines.hpp"
#include "chorus/csv/records.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chorus::catalogue {

struct SourceBlock {
  csv::CsvPosition start;
  std::size_t size = 0;
  BlockBuffer buffer;
  std::vector<csv::ByteSpan>
      rejected;  ///< lines of it that are no sound CSV, ascending; see SourceRange::skip
  [[nodiscard]] std::span<const char> bytes() const { return buffer.first(size); }
};

/// What part of the file is read, and how.
struct SourceRange {
  csv::CsvDialect dialect;
  csv::CsvPosition start;            ///< begins a record
  std::optional<std::uint64_t> end;  ///< ends a record; none: the end of the file
  std::size_t block_bytes = std::size_t{1} << 20U;
  std::optional<csv::LineRule>
      skip;           ///< leave out lines that are no sound CSV, as LineSkipper does; else an error
  bool hash = false;  ///< hash the whole file, the part before `start` included
};

class SourceBlocks {
 public:
  /// Opens the file and begins to read. Throws Error: kIo, and kInput if it is no regular file.
  SourceBlocks(const std::filesystem::path& path, const SourceRange& range);
  ~SourceBlocks();  ///< stops the thread
  SourceBlocks(const SourceBlocks&) = delete;
  SourceBlocks& operator=(const SourceBlocks&) = delete;

  /// The next block, or nothing at the end. Blocks before a failure come first, then it is thrown, as Error:
  /// kIo, also for a file that changes while it is read, or kInput as CsvCutter says.
  [[nodiscard]] std::optional<SourceBlock> next();
  /// Gives a block's buffer back to be filled again.
  void recycle(SourceBlock block);

  /// Bytes in the file.
  [[nodiscard]] std::uint64_t file_size() const;
  /// The file's hash, if asked for. @pre next() has returned nothing
  [[nodiscard]] const std::string& hash() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chorus::catalogue
