// report.html: template, style and script of the build, with the data of a run.
#pragma once

#include "chorus/model/run_result.hpp"
#include "chorus/report/report_data.hpp"

#include <cstddef>
#include <string>
#include <string_view>

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
};
[[nodiscard]] const Assets& assets();

/// The page's data, as songs on it, and its size.
struct Page {
  std::string html;
  std::size_t songs = 0;
};

/// The page, with as many of the map's songs as keep it below `max_bytes`. Local.
[[nodiscard]] Page make_page(const model::RunResult& result, const ReportData& data, std::size_t max_bytes);

}  // namespace chorus::report
