#include "asked_outputs.hpp"

#include "added_files.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/core/list_folder.hpp"
#include "chorus/report/stored_report.hpp"
#include "chorus/report/write_report.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

/// What rank 0 finds missing, the same on every rank.
struct Missing {
  std::int64_t figures = 0;
  std::int64_t catalogue = 0;
};

bool has_figures(const fs::path& results) {
  std::error_code unknown;
  const std::vector<std::string> names = list_folder(results / "plots", unknown);
  const auto any = [&](const char* ending) {
    return std::ranges::any_of(names, [&](const std::string& name) { return name.ends_with(ending); });
  };
  return any(".svg") && any(".png");
}

Missing look(const Job& job) {
  const ClusterOptions& options = job.options;
  Missing missing;
  if (job.comm.is_root()) {
    std::error_code unknown;
    missing.figures = options.figures && !has_figures(options.output) ? 1 : 0;
    const auto kept = options.kept_catalogue();
    missing.catalogue = kept && !fs::exists(*kept, unknown) ? 1 : 0;
  }
  return {job.comm.max_of(missing.figures), job.comm.max_of(missing.catalogue)};
}

void draw(const Job& job) {
  const report::ReportOutcome outcome = comm::agree_on(job.comm, [&] {
    if (!job.comm.is_root()) return report::ReportOutcome{};
    const report::StoredReport stored = report::load_report(job.options.output);
    AddedFiles added(job.options.output, "report");
    added.begin_to_replace();
    report::ReportOutcome made =
        report::write_report(job.options.output, stored.result, stored.data, {.figures = true});
    std::vector<std::string> names;
    for (const fs::path& file : made.files) names.push_back(file.string());
    added.finish(names);
    return made;
  });
  for (const std::string& note : outcome.notes) job.console.say("  " + note);
  job.console.say("made        the figures, from the stored report");
}

void keep(const Job& job, files::Manifest& manifest) {
  if (is_catalogue(job.comm, job.options.input.input)) return;  // there is one
  static_cast<void>(SongFile::open(job.comm, job.options.input, job.options.output,
                                   job.options.kept_catalogue(), job.clock));
  comm::agree_on(job.comm, [&] {
    if (!job.comm.is_root()) return;
    const std::string name = job.options.kept_catalogue()->filename().string();
    files::list_files(manifest, job.options.output, {name}, "cluster");
    files::write_manifest(job.options.output, manifest);
  });
  job.console.say("made        " + job.options.kept_catalogue()->string() + ", from the input");
}

}  // namespace

void make_asked_outputs(const Job& job, files::Manifest manifest) {
  const Missing missing = look(job);
  if (missing.catalogue == 1) keep(job, manifest);
  if (missing.figures == 1) draw(job);
}

}  // namespace chorus::jobs
