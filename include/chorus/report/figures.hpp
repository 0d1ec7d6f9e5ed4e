// Static figures: data files that every run writes, with a gnuplot script that a reader may edit, and their
// drawing.
#pragma once

#include "chorus/model/run_result.hpp"
#include "chorus/report/report_data.hpp"
#include "chorus/report/tables.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace chorus::report {

/// plots/plots.gp, plots/run.gp and plots/*.dat; run.gp and run_*.dat hold what varies from run to run. Text
/// from the catalogue stands in data files alone, never in the script, which gnuplot would run.
[[nodiscard]] std::vector<TextFile> make_figures(const model::RunResult& result, const ReportData& data);

/// The figures of a scaling study alone: plots/plots.gp, plots/run_scaling.dat and, for the points measured,
/// plots/run_time.dat. @pre points and times are not empty
struct TimeShares {
  std::string name;                                            ///< of the point
  double compute = 0, communication = 0, io = 0, waiting = 0;  ///< 0 to 1
};
[[nodiscard]] std::vector<TextFile> make_scaling_figures(const std::vector<ScalingPoint>& points,
                                                         const std::vector<TimeShares>& times);

/// Local. Runs `gnuplot plots.gp` in `plots`, for at most two minutes. Returns nothing if it went well, else
/// a line for the user.
[[nodiscard]] std::string draw_figures(const std::filesystem::path& plots);

}  // namespace chorus::report
