#include "centroid_rows.hpp"

#include "chorus/catalogue/ingest.hpp"
#include "chorus/core/error.hpp"
#include "chorus/csv/block.hpp"
#include "chorus/csv/records.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace chorus::jobs {

CentroidRows centroid_rows(const std::string& text, const CentroidsWanted& wanted) {
  const std::vector<std::string>& names = wanted.features;
  const csv::CsvDialect comma;
  csv::CsvRecordReader reader(text, comma);
  std::vector<std::size_t> columns;
  CentroidRows centroids;
  int line = 0;
  while (const auto record = reader.next()) {
    ++line;
    if (record->blank()) continue;
    const std::vector<std::string> fields = csv::split_csv_record(record->text, comma);
    if (columns.empty()) {
      const bool header = std::any_of(fields.begin(), fields.end(), [](const std::string& field) {
        return cell_kind(csv::parse_cell(field, {})) != CellKind::kNumber;
      });
      if (header) {
        catalogue::IngestOptions by_name;
        by_name.features = names;
        columns = catalogue::find_columns(fields, by_name, wanted.path);
        continue;
      }
      for (std::size_t j = 0; j < names.size(); ++j) columns.push_back(j);
      if (fields.size() != names.size()) {
        throw Error(Exit::kInput, describe(fmt::format("{} numbers where {} features are used", fields.size(),
                                                       names.size()),
                                           csv::csv_place(wanted.path, line, 1),
                                           "give one column a feature, or a header that names them"));
      }
    }
    for (std::size_t j = 0; j < names.size(); ++j) {
      const double value = columns[j] < fields.size() ? csv::parse_cell(fields[columns[j]], {})
                                                      : missing_cell(CellKind::kMissing);
      if (cell_kind(value) != CellKind::kNumber) {
        throw Error(Exit::kInput, describe("a centroid's " + names[j] + " is not a number",
                                           csv::csv_place(wanted.path, line, 1), "correct the file"));
      }
      centroids.values.push_back(value);
    }
    centroids.lines.push_back(line);
  }
  const std::size_t found = centroids.lines.size();
  if (found != static_cast<std::size_t>(wanted.k)) {
    throw Error(Exit::kInput, describe(fmt::format("{} centroids where k is {}", found, wanted.k),
                                       wanted.path, "make -k and the file agree"));
  }
  return centroids;
}

}  // namespace chorus::jobs
