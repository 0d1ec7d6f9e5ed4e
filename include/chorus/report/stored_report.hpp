// What `chorus report` makes a report from again: the result and its charts' data, as report_data.json.
#pragma once

#include "chorus/model/run_result.hpp"
#include "chorus/report/report_data.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace chorus::report {

/// The name of the file in a results folder.
inline constexpr const char* kStoredReport = "report_data.json";

/// What write_report was given.
struct StoredReport {
  model::RunResult result;
  ReportData data;
};

/// The file's text: "result", "data" and "songs", which do not vary from run to run, then "run". Texts are
/// made valid UTF-8.
[[nodiscard]] std::string stored_form(const model::RunResult& result, const ReportData& data);

/// What stored_form was given. Local. `path` is for messages. Throws Error(kInput) for a text that is damaged
/// or forged: what is returned has no flaw (data_shape.hpp).
[[nodiscard]] StoredReport read_stored_form(std::string_view text, const std::string& path);

/// Local. Reads report_data.json of a results folder. Throws Error: kIo if it is not there or cannot be read,
/// kInput as read_stored_form does.
[[nodiscard]] StoredReport load_report(const std::filesystem::path& folder);

}  // namespace chorus::report
