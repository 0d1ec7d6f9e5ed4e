// The labelled CSV: the input, every byte of it, with each row's cluster (and scores) beside it.
#pragma once

#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/communicator.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chorus::catalogue {

/// One rank's part of what is appended: its rows of the catalogue, in order. n = rows of the rank's shard.
struct LabelledRows {
  RowRange range;                               ///< the shard
  std::span<const Label> labels;                ///< n; kNoLabel for rows that were not used, kNoise for noise
  std::vector<std::string> score_names;         ///< further columns, e.g. PC1; the same on every rank
  std::vector<std::span<const double>> scores;  ///< one span of n per name; NaN is written as an empty cell
};

/// Whether the rows of the source are written, or the catalogue's own.
enum class ExportRows : std::uint8_t { kOfSource, kOfCatalogue };

struct ExportOptions {
  ExportRows rows = ExportRows::kOfSource;
  std::filesystem::path to;  ///< final name of the file; it appears whole or not at all
  std::string label_column = "cluster";
  std::optional<std::filesystem::path>
      source;  ///< where the source CSV is now, if not where the catalogue says
  Durability durability = Durability::kDurable;
  /// Called on rank 0 when all bytes are on the disk, before the file gets its name. It must not communicate.
  std::function<void()> before_it_appears = {};
};

struct ExportReport {
  bool from_source = true;  ///< false: no source at hand, so row number, features and cluster were written
  RowIndex rows = 0;
  std::uint64_t bytes = 0;
};

/// Collective. Rank 0 gathers labels and scores block by block and streams the source through. The label goes
/// before the record's line end, with the input's delimiter; blank lines stay as they are; records that
/// ingest skipped stay, with empty cells. Without a source at hand (not a CSV catalogue, or the file is gone
/// and none was given), and with kOfCatalogue, writes row,<features>,<label column>; rows count from 0.
/// Throws AgreedError: kInput if the source has a column called like the label column (advice:
/// --label-column) or is not the file that was ingested (size or hash); kIo for files.
ExportReport export_labelled(const comm::Communicator& comm, const Catalogue& catalogue,
                             const LabelledRows& rows, const ExportOptions& options);

/// Local. The line of the source on which the record of a row begins; nothing if there is no source. Throws
/// Error(kIo, kInput).
[[nodiscard]] std::optional<std::int64_t> line_of_row(const CatalogueInfo& info,
                                                      const std::filesystem::path& source, RowIndex row);

/// Local. The columns that export_labelled appends, the label column first, against those that are `present`
/// in the input `where`. Throws Error(kInput) where two would have the same name.
void check_appended_names(const std::vector<std::string>& appended, const std::vector<std::string>& present,
                          const std::string& where);

/// Collective. Whether the file `options.to` holds just the bytes that export_labelled would write there:
/// throws AgreedError(kInput), which names the first line that differs, if it does not; else as that.
void compare_labelled(const comm::Communicator& comm, const Catalogue& catalogue, const LabelledRows& rows,
                      const ExportOptions& options);

/// Local. The records of the given rows (ascending), as text without line end, re-read from the source by the
/// row blocks' offsets; empty texts if there is no source. Throws Error(kIo, kInput).
[[nodiscard]] std::vector<std::string> fetch_records(const CatalogueInfo& info,
                                                     const std::filesystem::path& source,
                                                     std::span<const RowIndex> rows);

}  // namespace chorus::catalogue
