// Writes a report without a run: of a made-up catalogue, or of a results folder's report_data.json. For the
// browser tests, and for looking at the page while it is worked on.
#include "chorus/report/write_report.hpp"
#include "support/made_up_report.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <fstream>
#include <string>

int main(int argc, char** argv) {
  CLI::App app("Writes a report of made-up data, or of a results folder");
  std::string folder;
  std::string from;
  chorus::test::MadeUp made_up;
  chorus::report::ReportOptions options;
  app.add_option("folder", folder, "where to write")->required();
  app.add_option("--from", from, "results folder to read instead of making data up");
  app.add_option("--clusters", made_up.clusters, "how many clusters");
  app.add_option("--songs", made_up.songs, "how many songs");
  app.add_flag("--hostile", made_up.hostile, "give songs and features names that attack the page");
  bool no_scaling = false;
  app.add_flag("--no-scaling", no_scaling, "without the results of a scaling study");
  std::string names;
  app.add_option("--names", names, "file with names to give, one a line");
  app.add_flag("--figures", options.figures, "draw figures with gnuplot");
  CLI11_PARSE(app, argc, argv);
  made_up.scaling = !no_scaling;
  try {
    std::ifstream lines(names);
    for (std::string line; std::getline(lines, line);) made_up.names.push_back(line);
    const chorus::report::StoredReport stored =
        from.empty() ? chorus::test::make_up_report(made_up) : chorus::report::load_report(from);
    std::filesystem::create_directories(folder);
    const auto start = std::chrono::steady_clock::now();
    const auto outcome = chorus::report::write_report(folder, stored.result, stored.data, options);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    for (const std::string& note : outcome.notes) fmt::print("{}\n", note);
    fmt::print("{} files in {:.2f} s, report.html {} bytes\n", outcome.files.size(), took.count(),
               std::filesystem::file_size(std::filesystem::path(folder) / "report.html"));
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
