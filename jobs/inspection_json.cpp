#include "chorus/model/json_text.hpp"
#include "inspection.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>

namespace chorus::jobs {
namespace {

using Json = nlohmann::ordered_json;

double share(std::int64_t part, std::int64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

Json source_json(const catalogue::SourceInfo& source) {
  Json json = {{"kind", source.kind}, {"size", source.size}, {"hash", source.hash}};
  if (source.kind == "csv") {
    json["delimiter"] = std::string(1, source.header.dialect.delimiter);
    json["line_ends"] = source.header.crlf ? "crlf" : "lf";
  }
  return json;
}

Json columns_json(const Inspection& found) {
  if (!found.from_csv) return nullptr;
  Json rows = Json::array();
  for (std::size_t i = 0; i < found.columns.size(); ++i) {
    const catalogue::ColumnCells& cells = found.columns[i];
    const std::string& name = found.info.source.header.names[i];
    const std::string feature = found.feature_in(i);
    rows.push_back({{"name", name},
                    {"type", catalogue::type_name(cells.type())},
                    {"cells",
                     {{"empty", cells.empty},
                      {"missing_word", cells.missing_word},
                      {"integer", cells.integer},
                      {"fraction", cells.fraction},
                      {"not_finite", cells.not_finite},
                      {"text", cells.text}}},
                    {"missing_share", share(cells.missing(), found.info.rows)},
                    {"feature", feature.empty() ? Json(nullptr) : Json(feature)}});
  }
  return rows;
}

Json features_json(const Inspection& found) {
  Json rows = Json::array();
  for (std::size_t j = 0; j < found.info.width(); ++j) {
    Json absent = Json::object();
    for (std::size_t a = 1; a < features::kCellAbsences; ++a) {
      absent[std::string(absence_name(static_cast<features::Absence>(a)))] = found.cells.cells[j][a];
    }
    const std::int64_t count = found.cells.count(j);
    const std::vector<std::string>& columns = found.info.source.columns;
    rows.push_back({{"name", found.info.features[j]},
                    {"column", j < columns.size() ? Json(columns[j]) : Json(nullptr)},
                    {"count", count},
                    {"absent", std::move(absent)},
                    {"absent_share", share(found.info.rows - count, found.info.rows)},
                    {"mean", found.cells.mean[j]},
                    {"standard_deviation", found.cells.deviation[j]},
                    {"min", found.cells.min[j]},
                    {"q25", found.quartiles[j][0]},
                    {"median", found.quartiles[j][1]},
                    {"q75", found.quartiles[j][2]},
                    {"max", found.cells.max[j]},
                    {"at_min", found.cells.at_min[j]},
                    {"at_max", found.cells.at_max[j]}});
  }
  return rows;
}

Json counts_json(const features::DuplicateCounts& counts) {
  return {{"rows", counts.rows},
          {"distinct", counts.distinct},
          {"repeats", counts.repeats()},
          {"largest_group", counts.largest_group}};
}

Json duplicates_json(const Inspection& found) {
  Json json = {{"records", nullptr}, {"ids", nullptr}, {"features", counts_json(found.rows)}};
  if (found.from_csv) json["records"] = counts_json(found.records);
  if (!found.id_column.empty()) {
    json["ids"] = {{"column", found.id_column}};
    json["ids"].update(counts_json(found.ids));
  }
  return json;
}

Json correlation_json(const Inspection& found) {
  if (!found.correlations) return nullptr;
  const std::size_t d = found.info.width();
  Json matrix = Json::array();
  for (std::size_t a = 0; a < d; ++a) {
    const auto row = found.correlations->values.begin() + static_cast<std::ptrdiff_t>(a * d);
    matrix.push_back(std::vector<double>(row, row + static_cast<std::ptrdiff_t>(d)));
  }
  return {{"rows", found.correlations->rows}, {"features", found.info.features}, {"matrix", matrix}};
}

}  // namespace

std::string inspection_json(const Inspection& found) {
  Json json;
  json["format"] = "chorus-inspect";
  json["version"] = 1;
  json["file"] = found.file;
  json["rows"] = found.info.rows;
  json["complete_rows"] = found.cells.complete;
  json["skipped_records"] = found.info.source.skipped;
  const csv::RecordSpans& spans = found.info.source.spans;
  json["spanning_records"] = {
      {"records", spans.records},
      {"longest", spans.longest},
      {"line", spans.records > 0 ? Json(spans.line) : Json()},
      {"swallowing", spans.swallowing},
      {"swallowing_line", spans.swallowing > 0 ? Json(spans.swallowing_line) : Json()}};
  json["absent_features"] = found.absent_features;
  json["source"] = source_json(found.info.source);
  json["columns"] = columns_json(found);
  json["features"] = features_json(found);
  json["duplicates"] = duplicates_json(found);
  json["correlation"] = correlation_json(found);
  return model::json_text(json, model::Letters::kAscii);
}

}  // namespace chorus::jobs
