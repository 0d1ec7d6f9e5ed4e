#include "chorus/report/stored_report.hpp"

#include "chorus/core/error.hpp"
#include "chorus/report/data_shape.hpp"
#include "chorus/report/json_form.hpp"
#include "chorus/report/stored_songs.hpp"
#include "stored_values.hpp"

namespace chorus::report {
namespace {

constexpr const char* kFormat = "chorus-report";
constexpr int kVersion = 1;

}  // namespace

std::string stored_form(const model::RunResult& result, const ReportData& data) {
  Json run = to_json_form(result.run);
  run["options"] = to_json_form(result.options);
  run["scaling"] = to_json_form(data.scaling);
  // One line a block, so that what varies can be cut off by line.
  std::string text = R"({"format":")" + std::string(kFormat) + R"(","version":)" + std::to_string(kVersion);
  text += ",\n\"result\":" + to_json_form(result).dump();
  text += ",\n\"data\":" + to_json_form(data).dump();
  text += ",\n\"songs\":" + songs_text(data.songs);
  text += ",\n\"run\":" + run.dump() + "}\n";
  return text;
}

StoredReport read_stored_form(std::string_view text, const std::string& path) {
  const JsonDocument document(text, {path, "the report's data are damaged", "run chorus cluster again"});
  const JsonValue root = document.root();
  if (root.at("format").text() != kFormat || root.at("version").whole<int>() != kVersion) {
    throw Error(Exit::kInput, describe("these are report data of another version", path,
                                       "make them again with this version of chorus cluster"));
  }
  StoredReport stored;
  read_value(root.at("result"), stored.result);
  read_value(root.at("data"), stored.data);
  stored.data.songs = songs_from(root.at("songs"));
  const JsonValue run = root.at("run");
  read_value(run, stored.result.run);
  read_value(run.at("options"), stored.result.options);
  read_value(run.at("scaling"), stored.data.scaling);
  if (const auto flaw = flaw_of(stored.result, stored.data)) throw document.source().refusal(*flaw);
  return stored;
}

StoredReport load_report(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / kStoredReport;
  std::error_code unknown;
  if (!std::filesystem::exists(path, unknown)) {
    throw Error(Exit::kIo, describe("there are no data to make a report from", path.string(),
                                    "name the results folder of a finished `chorus cluster`"));
  }
  return read_stored_form(
      read_json_text({path.string(), "the report's data are damaged", "run chorus cluster again"}),
      path.string());
}

}  // namespace chorus::report
