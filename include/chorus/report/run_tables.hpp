// The tables of what varies from run to run.
#pragma once

#include "chorus/model/run_result.hpp"
#include "chorus/report/report_data.hpp"
#include "chorus/report/tables.hpp"

#include <vector>

namespace chorus::report {

/// tables/run_phases.csv and tables/run_memory.csv; with a scaling study tables/run_scaling.csv.
[[nodiscard]] std::vector<TextFile> make_run_tables(const model::RunInfo& run, const ReportData& data);

/// The text of tables/run_scaling.csv.
[[nodiscard]] std::string scaling_table(const std::vector<ScalingPoint>& points);

}  // namespace chorus::report
