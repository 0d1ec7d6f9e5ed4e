// The data of report.html: two JSON texts that its script reads (assets/unpack.js).
#pragma once

#include "chorus/model/run_result.hpp"
#include "chorus/report/report_data.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace chorus::report {

/// All that does not vary from run to run, with the first `songs` songs of the map (fewer if there are
/// fewer).
[[nodiscard]] std::string page_data(const model::RunResult& result, const ReportData& data,
                                    std::size_t songs);

/// What varies: versions, dates, paths, options, timings, memory, scaling.
[[nodiscard]] std::string page_run(const model::RunResult& result, const ReportData& data);

/// Each cluster's mean of each feature (k x d) in 0-1 units: as it is for a feature whose values all lie
/// between 0 and 1, else its place in the feature's window, cut at 0 and 1.
[[nodiscard]] std::vector<std::vector<double>> unit_means(const model::RunResult& result,
                                                          const ReportData& data);

/// The interval that becomes 0 to 1 in unit_means, d.
[[nodiscard]] std::vector<Interval> unit_intervals(const model::RunResult& result, const ReportData& data);

}  // namespace chorus::report
