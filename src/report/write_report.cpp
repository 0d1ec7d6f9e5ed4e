#include "chorus/report/write_report.hpp"

#include "chorus/core/list_folder.hpp"
#include "chorus/files/file_group.hpp"
#include "chorus/files/system_error.hpp"
#include "chorus/report/data_shape.hpp"
#include "chorus/report/figures.hpp"
#include "chorus/report/page.hpp"
#include "chorus/report/page_bounds.hpp"
#include "chorus/report/tables.hpp"

#include <fmt/format.h>

#include <cassert>
#include <optional>
#include <system_error>
#include <utility>

namespace chorus::report {
namespace {

namespace fs = std::filesystem;

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw files::system_error("cannot make the folder", path, error);
}

}  // namespace

ReportOutcome write_report(const fs::path& folder, const model::RunResult& result, const ReportData& data,
                           const ReportOptions& options) {
  assert(!flaw_of(result, data));
  ReportOutcome outcome;
  files::FileGroup group;
  const auto write = [&](const TextFile& file) {
    group.add(folder / file.name, file.text);
    outcome.files.emplace_back(file.name);
  };
  make_folder(folder / "tables");
  make_folder(folder / "plots");
  for (const TextFile& table : make_tables(result, data)) write(table);
  const std::optional<PagePart> part = part_for_page(result, data);
  const model::RunResult& shown = part ? part->result : result;
  const ReportData& drawn = part ? part->data : data;
  for (const TextFile& figure : make_figures(shown, drawn)) write(figure);
  write({kStoredReport, stored_form(result, data)});

  const Page page = make_page(shown, drawn, options.max_bytes);
  write({"report.html", page.html});
  group.commit();
  if (part) outcome.notes.push_back("report.html: " + part->note);
  if (page.songs < drawn.songs.size()) {
    outcome.notes.push_back(fmt::format("report.html shows {} of the map's {} songs, to stay below {:.1f} MB",
                                        page.songs, drawn.songs.size(),
                                        static_cast<double>(options.max_bytes) / 1e6));
  }
  if (assets().echarts.empty()) {
    outcome.notes.emplace_back(
        "report.html has texts and tables but no charts: this build is without Apache ECharts (see "
        "--figures)");
  }
  if (options.figures) {
    if (std::string problem = draw_figures(folder / "plots"); !problem.empty()) {
      outcome.notes.push_back(std::move(problem));
    } else {
      std::error_code unknown;
      for (const std::string& name : list_folder(folder / "plots", unknown)) {
        if (!name.ends_with(".svg") && !name.ends_with(".png")) continue;
        files::store_file(folder / "plots" / name);
        outcome.files.push_back(fs::path("plots") / name);
      }
    }
  }
  return outcome;
}

}  // namespace chorus::report
