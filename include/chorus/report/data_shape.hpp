// What figures, tables and page rely on in a ReportData, whether it was made or read from a file.
#pragma once

#include "chorus/model/run_result.hpp"
#include "chorus/report/report_data.hpp"

#include <optional>
#include <string>

namespace chorus::report {

/// Where the result (see model::flaw_of) or its data break one of these, or nothing: every list has d, k or
/// side x side entries as report_data.hpp says, or is empty where it may be; no count is negative, and those
/// of one chart do not add up to more than the rows used; windows are finite and not inverted; songs on the
/// map have finite values, a row of the input and one of the k clusters. Local.
[[nodiscard]] std::optional<std::string> flaw_of(const model::RunResult& result, const ReportData& data);

/// The same for a point of a scaling study. Local.
[[nodiscard]] std::optional<std::string> flaw_of(const ScalingPoint& point);

}  // namespace chorus::report
