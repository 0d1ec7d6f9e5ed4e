// What `chorus inspect` finds in a song file, and the two forms in which it tells.
#pragma once

#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/catalogue/column_census.hpp"
#include "chorus/features/cell_moments.hpp"
#include "chorus/features/duplicates.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chorus::jobs {

/// Pearson's correlations over complete rows.
struct Correlations {
  RowIndex rows = 0;
  std::vector<double> values;  ///< d x d; NaN beside the diagonal where a feature is constant
};

/// d = features. The same on every rank and for every number of ranks.
struct Inspection {
  std::string file;                             ///< as given
  bool from_csv = true;                         ///< false: a catalogue
  catalogue::CatalogueInfo info;                ///< rows, features, where they came from
  std::vector<std::string> absent_features;     ///< audio features that no column holds
  std::vector<catalogue::ColumnCells> columns;  ///< of all columns of a CSV; empty for a catalogue
  features::CellMoments cells;                  ///< over the values present of each feature
  std::vector<std::vector<double>> quartiles;   ///< d x 3, of the values present
  features::DuplicateCounts records;            ///< identical records of a CSV
  std::string id_column;                        ///< of a CSV; empty: none
  features::DuplicateCounts ids;                ///< identical ids of the rows that have one
  features::DuplicateCounts rows;               ///< identical features
  std::optional<Correlations> correlations;     ///< nothing without a complete row, or beyond 1e301
  /// The feature that a column of the CSV holds, or an empty text.
  [[nodiscard]] std::string feature_in(std::size_t column) const;
};

/// For people: lines of at most 100 columns, in which no name from the file can steer the terminal.
[[nodiscard]] std::string inspection_text(const Inspection& inspection);

/// For scripts, in ASCII, numbers in full precision, null for what there is not:
///   format ("chorus-inspect"), version (1), file, rows, complete_rows (that have all features),
///   skipped_records (left out by --bad-rows skip), spanning_records (rows whose record spans lines:
///     {records, longest (in lines), line (where that begins, or null), swallowing (of them, those whose
///     lines are records by themselves), swallowing_line (of the first, or null)}), absent_features (audio
///     features without a column)
///   source: kind ("csv", "synthetic"), size (bytes), hash (XXH3, as in the catalogue), delimiter, line_ends
///     ("lf", "crlf": the header's)
///   columns: null for a catalogue, which holds the features alone; else one each, in the file's order: name,
///     type ("integer", "number", "text", "empty"), cells by kind {empty, missing_word, integer, fraction,
///     not_finite, text}, missing_share, feature (that it holds, or null)
///   features: one each: name, column, count (values present), absent by reason {missing, not_numeric,
///     not_finite, below_min, above_max}, absent_share, mean, standard_deviation (of the population), min,
///     q25, median, q75, max, at_min and at_max (values equal to it)
///   duplicates: records (null for a catalogue), ids (null without a column of ids; else also its name,
///     column; rows without an id are left out) and features, each {rows, distinct, repeats (rows that repeat
///     an earlier one), largest_group}
///   correlation: null, or {rows, features, matrix}
[[nodiscard]] std::string inspection_json(const Inspection& inspection);

}  // namespace chorus::jobs
