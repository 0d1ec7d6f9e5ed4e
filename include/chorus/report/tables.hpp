// The numbers behind every chart, as CSV (k_selection.csv and cluster_profiles.csv are the model's).
#pragma once

#include "chorus/model/run_result.hpp"
#include "chorus/report/report_data.hpp"

#include <string>
#include <vector>

namespace chorus::report {

/// A file of the results folder.
struct TextFile {
  std::string name;  ///< relative to the folder, with '/'
  std::string text;
};

/// tables/*.csv: comma, LF, a header, numbers that read back to the same double, nothing for NaN. Tables
/// named run_*.csv hold what varies from run to run; there is one only for what is known.
[[nodiscard]] std::vector<TextFile> make_tables(const model::RunResult& result, const ReportData& data);

}  // namespace chorus::report
