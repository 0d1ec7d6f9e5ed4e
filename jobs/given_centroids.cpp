#include "given_centroids.hpp"

#include "chorus/catalogue/csv_block.hpp"
#include "chorus/catalogue/csv_records.hpp"
#include "chorus/catalogue/ingest.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/core/bounded_text.hpp"
#include "chorus/core/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chorus::jobs {

CentroidRows centroid_rows(const std::string& text, const CentroidsWanted& wanted) {
  const std::vector<std::string>& names = wanted.features;
  const catalogue::CsvDialect comma;
  catalogue::CsvRecordReader reader(text, comma);
  std::vector<std::size_t> columns;
  CentroidRows centroids;
  int line = 0;
  while (const auto record = reader.next()) {
    ++line;
    if (record->blank()) continue;
    const std::vector<std::string> fields = catalogue::split_csv_record(record->text, comma);
    if (columns.empty()) {
      const bool header = std::any_of(fields.begin(), fields.end(), [](const std::string& field) {
        return cell_kind(catalogue::parse_cell(field, {})) != CellKind::kNumber;
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
                                           catalogue::csv_place(wanted.path, line, 1),
                                           "give one column a feature, or a header that names them"));
      }
    }
    for (std::size_t j = 0; j < names.size(); ++j) {
      const double value = columns[j] < fields.size() ? catalogue::parse_cell(fields[columns[j]], {})
                                                      : missing_cell(CellKind::kMissing);
      if (cell_kind(value) != CellKind::kNumber) {
        throw Error(Exit::kInput, describe("a centroid's " + names[j] + " is not a number",
                                           catalogue::csv_place(wanted.path, line, 1), "correct the file"));
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

std::string centroid_text(const ClusterOptions& options) {
  auto read = read_bounded_text(options.init, kMostCentroidBytes);
  if (!read) throw Error(Exit::kIo, describe("cannot read the centroids", options.init, "check the path"));
  if (read->whole) return std::move(read->bytes);
  throw Error(Exit::kInput, describe(fmt::format("the centroids take more than the {} bytes that are read",
                                                 kMostCentroidBytes),
                                     options.init, "check the path"));
}

std::vector<float> parse_centroids(const std::string& text, const CentroidsWanted& wanted,
                                   const features::Scaler& scaler) {
  const CentroidRows rows = centroid_rows(text, wanted);
  const std::size_t d = wanted.features.size();
  std::vector<float> centroids;
  centroids.reserve(rows.values.size());
  for (std::size_t c = 0; c < rows.lines.size(); ++c) {
    for (std::size_t j = 0; j < d; ++j) {
      const double value = rows.values[c * d + j];
      const double coordinate =
          wanted.space == "original" ? scaler.centred(j, value) : scaler.from_space(j, value);
      const auto rounded = static_cast<float>(coordinate);
      if (!(std::abs(rounded) <= 1e15F)) {
        throw Error(Exit::kInput,
                    describe("a centroid's " + wanted.features[j] + " lies too far out",
                             catalogue::csv_place(wanted.path, rows.lines[c], 1), "is --init-space right?"));
      }
      centroids.push_back(rounded);
    }
  }
  return centroids;
}

std::vector<float> read_centroids(const comm::Communicator& comm, const ClusterOptions& options,
                                  const std::vector<std::string>& features, const features::Scaler& scaler,
                                  int k) {
  std::string text =
      comm::agree_on(comm, [&] { return comm.is_root() ? centroid_text(options) : std::string(); });
  text = comm.broadcast(std::move(text), 0);
  return comm::agree_on(comm, [&] {
    return parse_centroids(text, {options.init, options.init_space, features, k}, scaler);
  });
}

}  // namespace chorus::jobs
