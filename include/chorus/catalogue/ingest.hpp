// CSV to catalogue: rank 0 reads the file once, in large blocks cut at record ends, and deals them to all
// ranks (itself included), which parse; the rows land in file order in one HDF5 catalogue.
#pragma once

#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/catalogue/column_census.hpp"
#include "chorus/comm/communicator.hpp"
#include "chorus/core/hash128.hpp"

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace chorus::catalogue {

struct IngestOptions {
  std::vector<std::string> features;           ///< in the program's order
  std::map<std::string, std::string> columns;  ///< feature -> its column's name in the file, where it differs
  std::optional<char> delimiter;               ///< none: found in the header
  std::vector<std::string> missing_words = csv::CsvSelection{}.missing_words;
  csv::BadRows bad_rows = csv::BadRows::kError;
  csv::NonNumeric non_numeric = csv::NonNumeric::kError;
  Durability durability = Durability::kDurable;
  /// What a rank is dealt at a time: so little that it is parsed while it is in the cache. Results do not
  /// depend on it.
  std::size_t block_bytes = std::size_t{1} << 20U;
  /// Called on every rank after each round of blocks; may throw an AgreedError, the same on all.
  std::function<void()> after_round;
  std::string id_column;  ///< for the report: the column that tells songs apart; empty: none
};

/// What an ingest found beside the catalogue; for `chorus inspect`.
struct IngestReport {
  /// One a row that this rank parsed: XXH3-128 of the record's bytes, line end excluded. A deque, because it
  /// grows without moving and shrinks from the front.
  std::deque<Hash128> record_hashes;
  /// The same of the id column's texts that are not missing.
  std::deque<Hash128> id_hashes;
  std::vector<ColumnCells> columns;  ///< of all ranks' rows, one a column of the file; the same on every rank
};

/// Collective. Makes the catalogue at `to` from the CSV file `from`. Header names match without regard to
/// ASCII case; a missing or repeated name among the columns used is an error that names the nearest one
/// present. Throws AgreedError: kInput as the CSV reader does, and for a header without rows; kIo for files.
/// With `report`, every cell of every column is looked into.
CatalogueInfo ingest_csv(const comm::Communicator& comm, const std::filesystem::path& from,
                         const std::filesystem::path& to, const IngestOptions& options,
                         IngestReport* report = nullptr);

/// Local. For every feature the index of its column among `names`, as described above. Throws Error(kInput).
[[nodiscard]] std::vector<std::size_t> find_columns(const std::vector<std::string>& names,
                                                    const IngestOptions& options, const std::string& path);

}  // namespace chorus::catalogue
