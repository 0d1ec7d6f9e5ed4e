#include "report.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/report/write_report.hpp"
#include "console.hpp"
#include "scaling_results.hpp"
#include "touched_files.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <utility>
#include <vector>

namespace chorus::jobs {

void add_report_options(CLI::App& command, ReportJobOptions& options) {
  command.add_option("results", options.results, "Folder of results that chorus cluster wrote")->required();
  command.add_flag("--figures", options.figures, "Also draw SVG and PNG figures with gnuplot");
  command.add_flag("--quiet", options.quiet, "Say nothing on standard output");
}

void make_report(comm::Communicator& comm, const ReportJobOptions& options) {
  const Console console(comm, options.quiet);
  require_no_harm(comm, touched_by(options));
  const report::ReportOutcome outcome = comm::agree_on(comm, [&] {
    if (!comm.is_root()) return report::ReportOutcome{};
    report::StoredReport stored = report::load_report(options.results);
    std::vector<report::ScalingPoint> points =
        scaling_points(std::filesystem::path(options.results) / "scaling");
    if (!points.empty()) stored.data.scaling = std::move(points);
    return report::write_report(options.results, stored.result, stored.data, {.figures = options.figures});
  });
  for (const std::string& note : outcome.notes) console.say(note);
  console.say(fmt::format("wrote {} files of the report into {}", outcome.files.size(), options.results));
}

}  // namespace chorus::jobs
