// report.html: template, style and script of the build, with the data of a run.
#pragma once

#include "chorus/model/run_result.hpp"
#include "chorus/report/report_data.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace chorus::report {

/// The files under src/report/assets, as they were when the program was built.
struct Assets {
  std::string_view html;  ///< with places for what follows
  std::string_view style;
  std::string_view script;
  std::string_view script_sha256;  ///< hexadecimal, for the page's content security policy
  std::string_view echarts;        ///< empty in a build without Apache ECharts
  std::string_view echarts_sha256;
  std::string_view plots;  ///< the gnuplot script less its first lines
  std::string_view
      scaling_html;  ///< the page of a scaling study, with a script and a gnuplot script of its own
  std::string_view scaling_script;
  std::string_view scaling_script_sha256;
  std::string_view scaling_plots;
};
[[nodiscard]] const Assets& assets();

/// The page's data, as songs on it, and its size.
struct Page {
  std::string html;
  std::size_t songs = 0;
};

/// The page, with as many of the map's songs as keep it below `max_bytes`. Local.
[[nodiscard]] Page make_page(const model::RunResult& result, const ReportData& data, std::size_t max_bytes);

/// The page of a scaling study from its scaling.json (jobs/scaling_results.hpp) and what it found, a line
/// each. Local.
[[nodiscard]] std::string make_scaling_page(std::string_view json, const std::vector<std::string>& findings);

}  // namespace chorus::report
