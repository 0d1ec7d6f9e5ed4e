#include "chorus/report/stored_report.hpp"

#include "chorus/core/error.hpp"
#include "chorus/report/json_form.hpp"
#include "chorus/report/stored_songs.hpp"

#include <fstream>

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

StoredReport load_report(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / kStoredReport;
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw Error(Exit::kIo, describe("there are no data to make a report from", path.string(),
                                    "name the results folder of a finished `chorus cluster`"));
  }
  try {
    const Json json = Json::parse(in);
    if (json.at("format") != kFormat || json.at("version") != kVersion) {
      throw Error(Exit::kInput, describe("these are report data of another version", path.string(),
                                         "make them again with this version of chorus cluster"));
    }
    StoredReport stored;
    from_json_form(json.at("result"), stored.result);
    from_json_form(json.at("data"), stored.data);
    stored.data.songs = songs_from(json.at("songs"));
    const Json& run = json.at("run");
    from_json_form(run, stored.result.run);
    from_json_form(run.at("options"), stored.result.options);
    from_json_form(run.at("scaling"), stored.data.scaling);
    return stored;
  } catch (const Json::exception& error) {
    throw Error(Exit::kInput, describe("the report's data are damaged: " + std::string(error.what()),
                                       path.string(), "run chorus cluster again"));
  }
}

}  // namespace chorus::report
