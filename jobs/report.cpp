#include "report.hpp"

#include "added_files.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/files/results_files.hpp"
#include "chorus/report/write_report.hpp"
#include "console.hpp"
#include "locked_folder.hpp"
#include "scaling_results.hpp"
#include "touched_files.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace chorus::jobs {
namespace {

/// Before a lock is left in a folder that is something else.
void require_results(const std::filesystem::path& folder) {
  std::error_code unknown;
  const std::filesystem::path data = folder / files::kReportData;
  if (std::filesystem::exists(data, unknown)) return;
  throw Error(Exit::kIo, describe("there are no data to make a report from", data.string(),
                                  "name the results folder of a finished `chorus cluster`"));
}

}  // namespace

void add_report_options(CLI::App& command, ReportJobOptions& options) {
  command.add_option("results", options.results, "Folder of results that chorus cluster wrote")->required();
  command.add_flag("--figures", options.figures, "Also draw SVG and PNG figures with gnuplot");
  command.add_flag("--quiet", options.quiet, "Say nothing on standard output");
}

void make_report(comm::Communicator& comm, const ReportJobOptions& options) {
  const Console console(comm, options.quiet);
  require_no_harm(comm, touched_by(options));
  comm::agree_on(comm, [&] {
    if (comm.is_root()) require_results(options.results);
  });
  const LockedFolder folder(comm, options.results, console);
  bool listed = true;
  const report::ReportOutcome outcome = comm::agree_on(comm, [&] {
    if (!comm.is_root()) return report::ReportOutcome{};
    report::StoredReport stored = report::load_report(options.results);
    AddedFiles added(options.results, "report");
    added.begin_to_replace();
    listed = added.listed();
    std::vector<report::ScalingPoint> points =
        scaling_points(std::filesystem::path(options.results) / "scaling");
    if (!points.empty()) stored.data.scaling = std::move(points);
    report::ReportOutcome made =
        report::write_report(options.results, stored.result, stored.data, {.figures = options.figures});
    std::vector<std::string> names;
    for (const std::filesystem::path& file : made.files) names.push_back(file.string());
    added.finish(names);
    return made;
  });
  if (!listed)
    console.warn(describe("the results have no manifest: their run did not end, or was one of version 0.1.0",
                          options.results, "the report was made all the same"));
  for (const std::string& note : outcome.notes) console.say(note);
  console.say(fmt::format("wrote {} files of the report into {}", outcome.files.size(), options.results));
}

}  // namespace chorus::jobs
