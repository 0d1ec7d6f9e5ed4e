// The catalogue: one HDF5 file with the features of every row, as read, in file order.
//
// Schema (version 3). All integers are 64-bit little-endian unless noted, strings are fixed-length UTF-8
// bytes.
//   /                attributes: format = "chorus-catalogue", version = 3, complete = 1 (written last)
//   /features        float64 [rows x d], row-major, chunked; a cell that is no finite number is a NaN whose
//                    low bits say why (catalogue::CellKind). Attribute names: the d feature names, in the
//                    program's order; attribute columns: the names they have in the source
//   /blocks/checksum uint64 [blocks]: for each row block of kRowBlock rows, the sum modulo 2^64 over its rows
//                    of XXH3-64(row's bytes, seed = global row index): independent of who wrote what
//   /blocks/offset   uint64 [blocks]: byte offset in the source of the block's first record (CSV sources)
//   /blocks/line     int64 [blocks]: physical line of that record (CSV sources)
//   /cells/KIND      int64 [d]: cells of that kind per feature, for missing, not_numeric, not_finite
//   /range           float64 [d x 2]: smallest and largest finite value of each feature
//   /source          group with attributes: kind ("csv" or "synthetic"), path (absolute), size, hash
//                    (XXH3-128 as 32 hex digits), delimiter (its character's code), header_names, crlf,
//                    records_offset, records_line (where the records begin), missing_words, bad_rows and
//                    non_numeric (the policies: "error", "skip", "missing"), skipped (bad
//                    records left out), spanning_records (rows whose record spans lines), spanning_longest
//                    (lines of the longest), spanning_line (where that begins), swallowing_records (of them,
//                    those whose lines are records themselves), swallowing_line (of the first), seed
//                    (synthetic)
//   /checksum        uint64: XXH3-64 over everything above but /features, in a fixed order
// Version 2 had no counts of records that span lines, and its skipped records were the ragged ones alone: it
// is refused, since the CSV is at hand to be read again. Behind HDF5's part of the file stands a seal
// (src/catalogue/catalogue_seal.hpp): the same once more for this program, which reads that and no HDF5, and
// a checksum over every bit of the file that is no row. It is written to a temporary name beside its final
// one and renamed when it is whole.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/row_partition.hpp"
#include "chorus/csv/block.hpp"
#include "chorus/csv/lines.hpp"
#include "chorus/files/durability.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chorus::catalogue {

/// Rows per row block: the unit of checksums and of byte offsets into the source.
inline constexpr RowIndex kRowBlock = 1024;

/// Where the rows came from.
struct SourceInfo {
  std::string kind;  ///< "csv" or "synthetic"
  std::filesystem::path path;
  std::uint64_t size = 0;                  ///< bytes
  std::string hash;                        ///< 32 hex digits: XXH3-128 over the XXH3-128 of 1 MiB chunks
  csv::CsvHeader header;                   ///< CSV: dialect, names of all columns, where the records begin
  std::vector<std::string> columns;        ///< for every feature, its name in the source
  std::vector<std::string> missing_words;  ///< CSV: what was read as a missing value
  std::string bad_rows, non_numeric;       ///< CSV: the policies it was read with, as the options name them
  std::int64_t skipped = 0;                ///< bad records left out
  csv::RecordSpans spans;                  ///< CSV: rows whose record spans lines
  std::uint64_t seed = 0;                  ///< synthetic
};

struct FeatureRange {
  double min = 0;
  double max = 0;
};

/// Everything about a catalogue but its rows: small, the same on every rank. d = features.
struct CatalogueInfo {
  std::filesystem::path path;
  RowIndex rows = 0;
  std::vector<std::string> features;  ///< d names
  std::vector<FeatureRange> range;    ///< d: over finite cells; min > max if there is none
  std::vector<std::int64_t> missing, not_numeric, not_finite;  ///< d each: cells
  std::vector<std::uint64_t> block_offsets;                    ///< one a row block (CSV sources)
  std::vector<std::int64_t> block_lines;                       ///< one a row block (CSV sources)
  SourceInfo source;
  [[nodiscard]] std::size_t width() const { return features.size(); }
};

using files::Durability;

/// How lines that are no sound CSV are told from records, for a source some of whose records were left out;
/// nothing where none were: then every record is one. Local.
[[nodiscard]] std::optional<csv::LineRule> skipping_rule(const CatalogueInfo& info);

/// Whether HDF5 still holds a file open, as it does where one could be neither written nor closed. Local.
[[nodiscard]] bool left_files_open();

/// Writes a catalogue whose number of rows becomes known as it grows; all ranks write together.
class CatalogueWriter {
 public:
  /// Collective. Creates the temporary file beside `path`.
  /// Throws AgreedError(kIo), as do the other members.
  CatalogueWriter(const comm::Communicator& comm, std::filesystem::path path, std::size_t width,
                  Durability durability = Durability::kDurable);
  /// Removes the temporary file unless finish() succeeded. Local: an exception on one rank must not wait for
  /// the others, so HDF5 closes what discard() did not when MPI ends.
  ~CatalogueWriter();
  CatalogueWriter(const CatalogueWriter&) = delete;
  CatalogueWriter& operator=(const CatalogueWriter&) = delete;

  /// Collective. Appends the ranks' rows in rank order: `values` is n_local x width, row-major; offsets and
  /// lines are n_local each, or empty for a source without them.
  void append(std::span<const double> values, std::span<const std::uint64_t> offsets,
              std::span<const std::int64_t> lines);

  /// Collective. Writes what describes the rows, flushes, syncs, renames. `info` need not name rows, ranges,
  /// counts or offsets: the writer knows them. Returns the completed description.
  CatalogueInfo finish(const CatalogueInfo& info);

  /// Collective. Gives up: closes and removes the temporary file. After an error that all ranks agreed on.
  void discard() noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A catalogue opened for reading.
class Catalogue {
 public:
  /// Collective. Throws Error: kIo if it cannot be opened, kInput if it is no catalogue, incomplete or
  /// corrupt. libhdf5 has no part in it: it does not survive every hostile file.
  static Catalogue open(const comm::Communicator& comm, const std::filesystem::path& path);
  Catalogue(Catalogue&&) noexcept;
  Catalogue& operator=(Catalogue&&) noexcept;
  ~Catalogue();

  [[nodiscard]] const CatalogueInfo& info() const { return info_; }

  /// Local (independent I/O). Rows of `range` into `values` (range.size() x width, row-major).
  /// Throws Error(kIo).
  void read(RowRange range, std::span<double> values) const;

  /// Local. The sum over the rows of `range` of their hashes, for verification by block.
  static std::uint64_t checksum(RowIndex first_row, std::size_t width, std::span<const double> values);

  /// Collective. Reads every row once, each block by the rank that owns its first row, and compares
  /// checksums. Throws AgreedError(kInput) naming the first damaged rows.
  void verify(const comm::Communicator& comm) const;

 private:
  Catalogue();
  struct State;
  CatalogueInfo info_;
  std::vector<std::uint64_t> block_checksums_;
  std::unique_ptr<State> state_;
};

}  // namespace chorus::catalogue
