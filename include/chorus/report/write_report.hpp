// The report of a run: one page, figures and tables.
#pragma once

#include "chorus/model/run_result.hpp"
#include "chorus/report/report_data.hpp"
#include "chorus/report/stored_report.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace chorus::report {

struct ReportOptions {
  bool figures = false;                            ///< draw plots/*.svg and *.png with gnuplot
  std::size_t max_bytes = std::size_t{2'900'000};  ///< of report.html; fewer songs go on the map if need be
};

/// What was written, and what the user should be told.
struct ReportOutcome {
  std::vector<std::filesystem::path> files;  ///< relative to the folder
  std::vector<std::string> notes;            ///< one line each: no gnuplot, a page without charts, ...
};

/// Local (rank 0). Writes into the existing folder `folder`: report.html; tables/*.csv; plots/*.dat and
/// plots/plots.gp; report_data.json, from which load_report reads; with `figures`, plots/*.svg and *.png. All
/// but report_data.json's "run" block, and the page's, is a function of `result` less its `run`, and `data`.
/// A gnuplot that is missing or fails is a note, not an error. Throws Error(kIo) if a file cannot be written.
/// @pre the result and its data have no flaw (data_shape.hpp)
ReportOutcome write_report(const std::filesystem::path& folder, const model::RunResult& result,
                           const ReportData& data, const ReportOptions& options = {});

}  // namespace chorus::report
